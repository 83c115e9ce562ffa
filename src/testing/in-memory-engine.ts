import type {
  Engine,
  EngineContext,
  EngineSession,
  Existing,
  MemberResult,
  Observation,
} from '../ports/engine';
import type { Adoption, EngineVerbs, LiveStatus, LogLine } from '../ports/engine-verbs';
import { HelixError } from '../errors';
import type { OpenEntry, OpenMember, ResourceRecord } from '../state/state';
import { canonicalJson } from '../values/digest';
import type { JsonObject } from '../values/json';
import type { Address, EngineName } from '../values/resource';

/** One thing in an `InMemoryCloud`. */
export interface InMemoryThing {
  /** `lineage/workspace/address` */
  owner: string;
  inputs: JsonObject;
  status: 'ready' | 'stopped';
  /** The number of its creation. */
  readonly serial: number;
  readonly log: LogLine[];
}

/** A cloud in memory: things by the `id` in their inputs. Engines of several projects may share one. */
export class InMemoryCloud {
  readonly things = new Map<string, InMemoryThing>();
  /** The results of changes by their key: a repeated change is answered, not made. */
  readonly answers = new Map<string, Existing | null>();
  serial = 0;
}

type Owner = Pick<EngineSession, 'workspace' | 'lineage'>;

/** An engine whose resources are things in memory, known by the input `id`, `cluster_id` or `name`. It supports every verb unless told otherwise. */
export class InMemoryEngine implements Engine {
  readonly verbs: EngineVerbs;
  readonly name: EngineName;
  readonly #cloud: InMemoryCloud;
  readonly #owner: Owner;

  constructor(
    name: EngineName,
    cloud: InMemoryCloud,
    owner: Owner,
    without: readonly (keyof EngineVerbs)[] = [],
  ) {
    this.name = name;
    this.#cloud = cloud;
    this.#owner = owner;
    const verbs = Object.entries(this.#allVerbs()).filter(
      ([verb]) => !without.includes(verb as keyof EngineVerbs),
    );
    this.verbs = Object.fromEntries(verbs);
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  batches<M extends Omit<OpenMember, 'key'>>(members: readonly M[]): readonly (readonly M[])[] {
    return members.map((member) => [member]);
  }

  observe(records: readonly ResourceRecord[]): Promise<ReadonlyMap<Address, Observation>> {
    return Promise.resolve(new Map(records.map((record) => [record.address, this.#observation(record)])));
  }

  async apply({ members }: OpenEntry, context: EngineContext): Promise<readonly MemberResult[]> {
    const results: MemberResult[] = [];
    for (const member of members) {
      context.assertHeld();
      context.onEvent({ address: member.address, phase: `${member.action} in memory` });
      results.push(this.#execute(member));
    }
    return Promise.resolve(results);
  }

  probe({ members }: OpenEntry): Promise<readonly MemberResult[]> {
    return Promise.resolve(members.map((member) => this.#probe(member)));
  }

  #execute(member: OpenMember): MemberResult {
    const { address, action, key, target, prior } = member;
    const known = this.#cloud.answers.get(key);
    if (known !== undefined) return { address, outcome: 'done', existing: known };
    const there = this.#thing(action === 'delete' || action === 'replace' ? prior : target);
    const isTaken =
      (action === 'import' && there?.owner === target?.outputs['adopted_from']) ||
      (prior !== null && there?.owner === this.#ownerOf(prior.address));
    if (there !== undefined && there.owner !== this.#ownerOf(address) && !isTaken) {
      const message = `It belongs to ${there.owner}.`;
      const existing = prior && { inputs: prior.inputs, outputs: prior.outputs, status: prior.status };
      return { address, outcome: 'failed', existing, error: { kind: 'foreign', message } };
    }
    if (there === undefined && (action === 'update' || action === 'import')) {
      const error = { kind: 'failed', message: 'It is gone.' } as const;
      return { address, outcome: 'failed', existing: null, error };
    }
    if (prior !== null && (action === 'delete' || action === 'replace')) {
      this.#cloud.things.delete(idOf(prior));
    }
    const existing = target && existingOf(this.#write(member, target));
    this.#cloud.answers.set(key, existing);
    return { address, outcome: 'done', existing };
  }

  #write({ address, action }: OpenMember, target: ResourceRecord): InMemoryThing {
    const owner = this.#ownerOf(address);
    const there = this.#thing(target);
    if (there !== undefined) {
      there.owner = owner;
      if (action !== 'import') there.inputs = target.inputs;
      return there;
    }
    const serial = (this.#cloud.serial += 1);
    const log = [{ at: '2026-01-01T00:00:00.000Z', level: 'info', message: 'created' }];
    const thing: InMemoryThing = { owner, inputs: target.inputs, status: 'ready', serial, log };
    this.#cloud.things.set(idOf(target), thing);
    return thing;
  }

  #probe({ address, action, target, prior }: OpenMember): MemberResult {
    const wanted = target ?? prior;
    const there = this.#thing(wanted);
    const isOurs = there !== undefined && there.owner === this.#ownerOf(address);
    if (action === 'delete' && !isOurs) return { address, outcome: 'done', existing: null };
    const isSuccessor = action !== 'replace' || prior?.outputs['serial'] !== there?.serial;
    const isWanted = canonicalJson(there?.inputs ?? null) === canonicalJson(target?.inputs ?? null);
    if (isOurs && isSuccessor && isWanted) return { address, outcome: 'done', existing: existingOf(there) };
    const error = { kind: 'failed', message: 'It had not finished.' } as const;
    return { address, outcome: 'failed', existing: isOurs ? existingOf(there) : null, error };
  }

  #observation(record: ResourceRecord): Observation {
    const thing = this.#thing(record);
    if (thing === undefined) return { state: 'gone' };
    const { owner } = thing;
    return owner === this.#ownerOf(record.address)
      ? { state: 'present', existing: existingOf(thing) }
      : { state: 'foreign', owner };
  }

  #allVerbs(): Required<
    Omit<EngineVerbs, 'whyNot' | 'build' | 'push' | 'builds' | 'compile' | 'pruneImages'>
  > {
    return {
      status: (records) =>
        Promise.resolve(new Map(records.map((record) => [record.address, this.#status(record)]))),
      start: (record) => this.#setPower(record, 'ready'),
      stop: (record) => this.#setPower(record, 'stopped'),
      restart: (record) => this.#setPower(record, 'ready'),
      runs: () => true,
      logs: (record, { limit }) => this.#log(record, limit),
      adopt: this.#adoption(),
      beforeApply: () => Promise.resolve(null),
    };
  }

  #status(record: ResourceRecord): LiveStatus {
    const seen = this.#observation(record);
    const actual = seen.state === 'present' ? seen.existing.status : seen.state;
    return { actual, reason: null, endpoint: null };
  }

  async #setPower(record: ResourceRecord, status: InMemoryThing['status']): Promise<void> {
    const thing = this.#thing(record);
    if (thing?.owner !== this.#ownerOf(record.address)) {
      throw new HelixError('refused', `${record.address} is not there, or not ours`);
    }
    thing.status = status;
    return Promise.resolve();
  }

  async *#log(record: ResourceRecord, limit: number | null): AsyncGenerator<LogLine, void, undefined> {
    yield* await Promise.resolve((this.#thing(record)?.log ?? []).slice(-(limit ?? 0)));
  }

  #adoption(): Adoption {
    return {
      find: async (desired, id, recorded) => {
        const thing = this.#cloud.things.get(id);
        if (desired.inputs['id'] !== id) throw new HelixError('config', `${desired.address} has another id`);
        if (thing === undefined) throw new HelixError('not-found', `there is no ${id}`);
        const isForeign = thing.owner !== this.#ownerOf(desired.address);
        const { outputs, ...existing } = existingOf(thing);
        return Promise.resolve({
          existing: { ...existing, outputs: { ...outputs, adopted_from: thing.owner } },
          owner: thing.owner,
          isLost: recorded?.inputs['id'] === id && isForeign,
        });
      },
      isSame: (one, other) => idOf(one) === idOf(other),
      outputsToMove: ({ address, outputs }) => ({ ...outputs, adopted_from: this.#ownerOf(address) }),
    };
  }

  #thing(record: ResourceRecord | null): InMemoryThing | undefined {
    return record === null ? undefined : this.#cloud.things.get(idOf(record));
  }

  #ownerOf(address: Address): string {
    return `${this.#owner.lineage()}/${this.#owner.workspace}/${address}`;
  }
}

function idOf({ address, inputs }: ResourceRecord): string {
  const id = inputs['id'] ?? inputs['cluster_id'] ?? inputs['name'];
  if (typeof id !== 'string') throw new Error(`${address} has no id`);
  return id;
}

function existingOf({ inputs, status, serial }: InMemoryThing): Existing {
  const rented =
    'instance_type' in inputs ? { instance_id: `i-${serial}`, public_address: `192.0.2.${serial}` } : {};
  return { inputs, outputs: { serial, ...rented }, status };
}
