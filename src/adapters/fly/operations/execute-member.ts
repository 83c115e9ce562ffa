import { HelixError } from '../../../errors';
import type { Existing, MemberResult } from '../../../ports/engine';
import type { OpenMember, ResourceRecord } from '../../../state/state';
import { adoptMachine } from './adopt-app';
import { clearApp, giveApp } from './app-operation';
import type { FindImage } from './app-operation';
import { findApp } from './find-app';
import { FlyFailure, resourceErrorOf } from './fly-failure';
import { readAfter } from './read-after';
import { clearRepository, existingRepository, giveRepository } from './repository-operation';
import type { Site } from './site';

/** One member of a batch, and where it happens. */
export interface Task {
  readonly member: OpenMember;
  /** The app as it is to be. */
  readonly site: Site;
  /** The app as it was: another one where the organization changes. */
  readonly before: Site;
  readonly findImage: FindImage;
}

/**
 * Executes one member of a batch. Failures are results.
 * @throws LeaseLost, and Error for a bug
 */
export async function executeMember(task: Task): Promise<MemberResult> {
  const { address } = task.member;
  try {
    return { address, outcome: 'done', existing: await runMember(task) };
  } catch (error) {
    const reason = resourceErrorOf(error);
    if (reason === null) throw error;
    return { address, outcome: 'failed', existing: await findExisting(task, error), error: reason };
  }
}

async function runMember({ member, site, before, findImage }: Task): Promise<Existing | null> {
  const { action, target, prior, deletesVolume = false } = member;
  const isInstance = isAboutMachine(member);
  if (action === 'delete' || target === null) {
    if (isInstance) await clearApp(before, required(prior), deletesVolume);
    else await clearRepository(before, { takesVolumes: false });
    return null;
  }
  if (action === 'import') return isInstance ? adoptMachine(site, target) : giveRepository(site, target);
  if (action === 'replace') {
    if (isInstance) await clearApp(before, required(prior), true);
    else await clearRepository(before, { takesVolumes: true });
  }
  if (!isInstance) return giveRepository(site, target);
  return giveApp(site, target, action === 'replace' ? null : prior, findImage);
}

/** Finds what exists after a failure; `unknown` leaves it to the next run. */
async function findExisting(
  { member, site, before }: Task,
  error: unknown,
): Promise<Existing | null | 'unknown'> {
  try {
    if (isAboutMachine(member)) return await readAfter(member, { site, before });
    const now = await readRepository(member, site);
    // The old one of a replacement may be left.
    if (now !== null || member.action !== 'replace') return now;
    return await readRepository({ ...member, target: null }, before);
  } catch (later) {
    // Nothing of somebody else's is recorded.
    if (later instanceof FlyFailure && error instanceof FlyFailure) return asRecorded(member.prior);
    if (later instanceof HelixError || later instanceof FlyFailure) return 'unknown';
    throw later;
  }
}

async function readRepository(member: OpenMember, site: Site): Promise<Existing | null> {
  const record = required(member.target ?? member.prior);
  return (await findApp(site)) === null ? null : existingRepository(site, record);
}

function asRecorded(prior: ResourceRecord | null): Existing | null {
  return prior && { inputs: prior.inputs, outputs: prior.outputs, status: prior.status };
}

function isAboutMachine({ target, prior }: OpenMember): boolean {
  return required(target ?? prior).kind === 'instance';
}

function required(record: ResourceRecord | null): ResourceRecord {
  if (record === null) throw new Error('an operation without a record');
  return record;
}
