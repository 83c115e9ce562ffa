import type { MemberEnd, JournalEntry, OpenMember, ResourceRecord, Tombstone } from '../state/state';
import { digestOf } from '../values/digest';
import type { Address, ResourceKind } from '../values/resource';

type Begin = Extract<JournalEntry, { type: 'begin' }>;
type End = Extract<JournalEntry, { type: 'end' }>;

const AT = '2026-11-18T09:12:00.000Z';
const APPLIED = { by: 'ada@laptop', at: AT, commit: null, planDigest: null };

/** A record of a ready cluster (or what the address says), with what a test cares about changed. */
export function sampleRecord(address: Address, change: Partial<ResourceRecord> = {}): ResourceRecord {
  const dot = address.indexOf('.');
  const inputs = change.inputs ?? { region: 'us-east-1', size: 'small' };
  return {
    address,
    kind: address.slice(0, dot) as ResourceKind,
    name: address.slice(dot + 1),
    engine: 'helix-cloud',
    provider: 'helix-cloud',
    region: 'us-east-1',
    inputs,
    inputsDigest: digestOf(inputs),
    outputs: {},
    dependsOn: [],
    protect: false,
    ttlSeconds: null,
    createdAt: AT,
    renewedAt: null,
    renewedForSeconds: null,
    expiresAt: null,
    status: 'ready',
    applied: APPLIED,
    ...change,
  };
}

/** The memory of a resource that expired after an hour. */
export function sampleTombstone(address: Address, change: Partial<Tombstone> = {}): Tombstone {
  return {
    address,
    expiredAt: AT,
    destroyedAt: AT,
    ttlSeconds: 3600,
    applied: APPLIED,
    lifted: null,
    ...change,
  };
}

/** The begin of a batch that creates what is at these addresses. */
export function sampleBegin(id: string, ...addresses: readonly Address[]): Begin {
  const members = addresses.map((address): OpenMember => ({
    address,
    action: 'create',
    key: `key-${id}-${address}`,
    target: sampleRecord(address),
    prior: null,
    tombstone: null,
  }));
  return { type: 'begin', id, engine: 'helix-cloud', at: AT, members };
}

/** The end of a batch: the given records exist, and nothing at the given addresses does. */
export function sampleEnd(id: string, ...members: readonly (ResourceRecord | Tombstone | Address)[]): End {
  return { type: 'end', id, at: AT, members: members.map(memberEnd) };
}

function memberEnd(what: ResourceRecord | Tombstone | Address): MemberEnd {
  if (typeof what === 'string') return { address: what, record: null, tombstone: null };
  if ('expiredAt' in what) return { address: what.address, record: null, tombstone: what };
  return { address: what.address, record: what, tombstone: null };
}
