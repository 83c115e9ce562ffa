import type { MemberResult } from '../ports/engine';
import { cloudEnd } from '../resources/anonymous-outputs';
import type { Existing } from '../state/observation';
import type { MemberEnd, OpenEntry, OpenMember, ResourceRecord } from '../state/state';
import { canonicalJson, digestOf } from '../values/digest';
import type { Address } from '../values/resource';

/**
 * Returns what the journal keeps of a batch after its results. A member whose outcome is unknown stays open: the next
 * run finds it out, and nobody guesses.
 */
export function endsOf(
  entry: Pick<OpenEntry, 'members'>,
  results: readonly MemberResult[],
): { members: MemberEnd[]; open: Address[] } {
  const byAddress = new Map(results.map((result) => [result.address, result]));
  const members: MemberEnd[] = [];
  const open: Address[] = [];
  for (const member of entry.members) {
    const end = endOf(member, byAddress.get(member.address));
    if (end === null) open.push(member.address);
    else members.push(...bothAddresses(member, end, byAddress.get(member.address)));
  }
  return { members, open };
}

/** A moved record stands at one of its two addresses: at the new one after success, and where it was after a failure. */
function bothAddresses(
  { prior, movedFrom }: OpenMember,
  end: MemberEnd,
  result: MemberResult | undefined,
): readonly MemberEnd[] {
  if (movedFrom === undefined || prior === null) return [end];
  const { address, record } = end;
  const former = { address: movedFrom, record: null, tombstone: null };
  if (record === null || result?.outcome === 'done') return [end, former];
  const { name } = prior;
  return [
    { ...former, record: { ...record, address: movedFrom, name } },
    { ...end, address, record: null },
  ];
}

function endOf(member: OpenMember, result: MemberResult | undefined): MemberEnd | null {
  const { address } = member;
  if (result === undefined || result.existing === 'unknown') return null;
  if (result.existing === null) return { address, record: null, tombstone: member.tombstone };
  if (result.outcome === 'done') {
    return { address, record: asAsked(member, result.existing), tombstone: null };
  }
  return { address, record: asFound(member, result.existing), tombstone: null };
}

/** After success: the record as it was asked for, with its outputs. */
function asAsked({ target, prior }: OpenMember, existing: Existing): ResourceRecord | null {
  const record = target ?? prior;
  return record && withOutcome(record, existing);
}

/** After a failure: the record of what is really there, so that the next plan shows what is missing. */
function asFound({ target, prior }: OpenMember, existing: Existing): ResourceRecord | null {
  const isOld = prior !== null && canonicalJson(prior.outputs) === canonicalJson(existing.outputs);
  const record = isOld || target === null ? prior : lifetimeOf(prior, target);
  if (record === null) return null;
  const inputs = { ...record.inputs, ...existing.inputs };
  return withOutcome({ ...record, inputs, inputsDigest: digestOf(inputs) }, existing);
}

function withOutcome(record: ResourceRecord, existing: Existing): ResourceRecord {
  const { outputs, status, lowered } = existing;
  const { secretDigests: asked, ...rest } = record;
  const secretDigests = existing.secretDigests ?? asked ?? {};
  return {
    ...rest,
    outputs,
    expiresAt: earlier(rest.expiresAt, cloudEnd(outputs)),
    status,
    ...(Object.keys(secretDigests).length > 0 && { secretDigests }),
    ...(lowered && { lowered }),
  };
}

/** Returns the end by the declared TTL, or the one by which the cloud ends it, whichever comes first. */
function earlier(declared: string | null, byCloud: string | null): string | null {
  if (declared === null || byCloud === null) return declared ?? byCloud;
  return declared < byCloud ? declared : byCloud;
}

/** An update that failed halfway keeps its old lifetime: the new one was not confirmed. */
function lifetimeOf(prior: ResourceRecord | null, target: ResourceRecord): ResourceRecord {
  if (prior?.createdAt !== target.createdAt) return target;
  const { renewedAt, renewedForSeconds, ttlSeconds, expiresAt, protect } = prior;
  return { ...target, renewedAt, renewedForSeconds, ttlSeconds, expiresAt, protect };
}
