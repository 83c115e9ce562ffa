import type { MemberResult, ResourceError } from '../../ports/engine';
import { decodeFlyApp, encodeFlyApp } from '../../resources/fly-app';
import type { OpenMember, ResourceRecord } from '../../state/state';
import { canonicalJson } from '../../values/digest';
import type { JsonObject } from '../../values/json';
import type { Address } from '../../values/resource';
import { existingApp, statusOf } from './existing';
import { MARKS } from './marks';
import { inspectApp } from './operations/app-operation';
import type { FindImage } from './operations/app-operation';
import { findApp } from './operations/find-app';
import { resourceErrorOf } from './operations/fly-failure';
import { readAfter } from './operations/read-after';
import { existingRepository } from './operations/repository-operation';
import type { Site } from './operations/site';

/** One member of a batch whose end is not known, and where it happened. */
export interface ProbeTask {
  readonly member: OpenMember;
  readonly site: Site;
  /** The app as it was: another one where the organization changes. */
  readonly before: Site;
  readonly findImage: FindImage;
}

/**
 * Finds out how an operation ended that was begun and whose end is not known, by the marks of the machine. `done` when the
 * app is as the operation was to leave it; otherwise `failed` with what exists, from which the next plan continues. Reads
 * only. An app that cannot be reached stays `unknown`.
 */
export async function probeMember(task: ProbeTask): Promise<MemberResult> {
  const { address } = task.member;
  try {
    const isApp = address.startsWith('registry_repo.');
    return await (isApp ? probeRepository(task) : probeApp(task));
  } catch (error) {
    const reason = resourceErrorOf(error);
    if (reason === null) throw error;
    return { address, outcome: 'failed', existing: 'unknown', error: reason };
  }
}

async function probeRepository({ member, site, before }: ProbeTask): Promise<MemberResult> {
  const { address, action, target, prior } = member;
  if (target === null) {
    const record = required(prior);
    // One that keeps a volume was left, as it was to be.
    const isLeft = (await findApp(before)) !== null && (await site.api.volumes.list(before.app)).length === 0;
    if (!isLeft) return { address, outcome: 'done', existing: null };
    return unfinished(member, existingRepository(before, record));
  }
  const isThere = (await findApp(site)) !== null;
  // The old one of a replacement has another name, unless the registry alone was to change.
  if (isThere && (action !== 'replace' || site.app !== before.app)) {
    return { address, outcome: 'done', existing: existingRepository(site, target) };
  }
  return unfinished(member, isThere ? existingRepository(site, required(prior)) : null);
}

async function probeApp({ member, site, before, findImage }: ProbeTask): Promise<MemberResult> {
  const { address, target, prior, deletesVolume = false, action, key } = member;
  if (target === null) {
    const record = required(prior);
    const seen = await inspectApp(before, record);
    if (seen === null || (seen.machine === null && !deletesVolume)) {
      return { address, outcome: 'done', existing: null };
    }
    return unfinished(member, existingApp(record, seen));
  }
  const seen = await inspectApp(site, target);
  if (seen?.machine == null) return unfinished(member, await readAfter(member, { site, before }));
  const existing = existingApp(target, seen);
  const { metadata = {} } = seen.machine.config;
  const isNew = action !== 'replace' || metadata[MARKS.operation] === key;
  const isMarked = metadata[MARKS.expiresAt] === (target.expiresAt ?? '');
  const image = findImage(target, decodeFlyApp(target.address, target.inputs));
  const isWanted =
    seen.machine.config.image === image &&
    isSame(address, existing.inputs, target.inputs) &&
    statusOf(seen.machine) === (target.status === 'stopped' ? 'stopped' : 'ready');
  // The secrets of an update may not have been given: the next plan gives them.
  const isSecretless =
    canonicalJson(prior?.secretDigests ?? {}) === canonicalJson(target.secretDigests ?? {});
  if (isNew && isMarked && isWanted && (action !== 'update' || isSecretless)) {
    return { address, outcome: 'done', existing };
  }
  return unfinished(member, await readAfter(member, { site, before }));
}

/** Whether inputs are the same, but for the image: Fly knows another name of it. */
function isSame(address: Address, one: JsonObject, other: JsonObject): boolean {
  const [left, right] = [one, other].map((inputs) =>
    canonicalJson(encodeFlyApp({ ...decodeFlyApp(address, inputs), image: null })),
  );
  return left === right;
}

function required(record: ResourceRecord | null): ResourceRecord {
  if (record === null) throw new Error('an operation without a record');
  return record;
}

const WAS = {
  create: 'created',
  update: 'updated',
  replace: 'replaced',
  delete: 'deleted',
  import: 'imported',
} as const;

function unfinished(
  { action, address }: OpenMember,
  existing: ReturnType<typeof existingApp> | null,
): MemberResult {
  const error: ResourceError = {
    kind: 'failed',
    message: `${address} was being ${WAS[action]} when the run ended, and that had not finished.`,
    hint: 'The next plan shows what is left to do.',
  };
  return { address, outcome: 'failed', existing, error };
}
