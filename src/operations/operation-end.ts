import type { MemberResult } from '../ports/engine';
import type { Existing } from '../state/observation';
import type { MemberEnd, OpenEntry, OpenMember, ResourceRecord } from '../state/state';
import { canonicalJson, digestOf } from '../values/digest';
import type { Address } from '../values/resource';

/**
 * What to remember of a batch after its results. A member whose fate is unknown stays open in the journal: it is found
 * out by the next run, never guessed.
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
    else members.push(end);
  }
  return { members, open };
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

/** Success: the record is what was asked for, with what came out of it. */
function asAsked({ target, prior }: OpenMember, existing: Existing): ResourceRecord | null {
  const record = target ?? prior;
  return record && { ...record, ...outcomeOf(existing) };
}

/** Anything else: the record is what is really there, so that the next plan shows what is missing. */
function asFound({ target, prior }: OpenMember, existing: Existing): ResourceRecord | null {
  const isOld = prior !== null && canonicalJson(prior.outputs) === canonicalJson(existing.outputs);
  const record = isOld || target === null ? prior : lifetimeOf(prior, target);
  if (record === null) return null;
  const inputs = { ...record.inputs, ...existing.inputs };
  return {
    ...record,
    inputs,
    inputsDigest: digestOf(inputs),
    ...outcomeOf(existing),
  };
}

function outcomeOf({ outputs, status, lowered }: Existing) {
  return { outputs, status, ...(lowered && { lowered }) };
}

/** An update that failed half-way keeps the lifetime it had: the new one was not confirmed. */
function lifetimeOf(prior: ResourceRecord | null, target: ResourceRecord): ResourceRecord {
  if (prior?.createdAt !== target.createdAt) return target;
  const { renewedAt, renewedForSeconds, ttlSeconds, expiresAt, protect } = prior;
  return { ...target, renewedAt, renewedForSeconds, ttlSeconds, expiresAt, protect };
}
