import type { DesiredResource } from '../../graph/desired-state';
import type { Engine, EngineContext, Existing, MemberResult } from '../../ports/engine';
import type { EngineVerbs } from '../../ports/engine-verbs';
import type { OpenEntry, OpenMember, ResourceRecord } from '../../state/state';

/** A change of one resource, as a test names it. */
export type Change = Partial<OpenMember> & Pick<OpenMember, 'action'>;

/** Every change has a key of its own, unless a test gives one. */
let keys = 0;

/** The member of a journal entry that a change is. */
export function memberOf(change: Change): OpenMember {
  const address = change.target?.address ?? change.prior?.address ?? 'cluster.nothing';
  return {
    address,
    key: `key-${(keys += 1)}`,
    target: null,
    prior: null,
    tombstone: null,
    ...change,
  };
}

/** The journal entry of one change. */
export function entryOf({ engine }: ResourceRecord, change: Change): OpenEntry {
  return { id: '1-1', engine, at: '2026-11-20T10:00:00.000Z', members: [memberOf(change)] };
}

/** A context in which nothing stops, but for what a test gives. */
export function contextWith(context: Partial<EngineContext>): EngineContext {
  return {
    assertHeld: () => undefined,
    note: () => Promise.resolve(),
    saveToolState: () => Promise.resolve(),
    onEvent: () => undefined,
    stopping: new AbortController().signal,
    signal: new AbortController().signal,
    ...context,
  };
}

/** Applies one change. Returns its result. */
export async function apply(
  engine: Engine,
  change: Change,
  context: Partial<EngineContext> = {},
): Promise<MemberResult> {
  const { target = null, prior = null } = change;
  const record = target ?? prior;
  if (record === null) throw new Error('a change without a record');
  const [result] = await engine.apply(entryOf(record, change), contextWith(context));
  if (result === undefined) throw new Error('there is no result');
  return result;
}

/** The record of a resource after a change that left it there. */
export function recordAfter(target: ResourceRecord, { existing }: MemberResult): ResourceRecord {
  if (existing === null || existing === 'unknown') throw new Error('nothing is there');
  return { ...target, ...existing, inputs: target.inputs };
}

/** Returns the state of a resource as the engine observes it; undefined when it says nothing of it. */
export async function observe(engine: Engine, record: ResourceRecord): Promise<string | undefined> {
  return (await engine.observe([record])).get(record.address)?.state;
}

/** Returns a resource as the engine observes it; throws where it is not present. */
export async function observeExisting(engine: Engine, record: ResourceRecord): Promise<Existing> {
  const seen = (await engine.observe([record])).get(record.address);
  if (seen?.state !== 'present') throw new Error(`${record.address} is not present`);
  return seen.existing;
}

/** Returns the live status of a resource. */
export async function readStatus(engine: Engine, record: ResourceRecord): Promise<string> {
  return String((await engine.verbs?.status?.([record]))?.get(record.address)?.actual);
}

/** The ways of an engine to take over what exists; throws where it has none. */
export function adoptionOf({ verbs }: Engine): NonNullable<EngineVerbs['adopt']> {
  if (verbs?.adopt === undefined) throw new Error('it cannot adopt');
  return verbs.adopt;
}

/** The declaration that a record stands for. */
export function desiredOf(record: ResourceRecord): DesiredResource {
  const { kind } = record;
  if (kind === 'ttl_policy') throw new Error('a TTL policy is not adopted');
  const source = { file: 'helix.toml', line: 1, column: 1 };
  return { ...record, kind, source, readOnly: false, scope: 'shared' };
}
