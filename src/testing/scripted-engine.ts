import type { Engine, EngineContext, MemberResult, Observation, ResourceError } from '../ports/engine';
import type { OpenEntry, OpenMember, ResourceRecord } from '../state/state';
import type { Address } from '../values/resource';

/** The script of an engine: what it answers otherwise than its cloud would, and what it was asked. */
export class EngineScript {
  /** The calls so far: `check`, `create cluster.web`, `probe cluster.web`, ... */
  readonly log: string[] = [];
  /** Errors that applying these addresses answers with; nothing is done to them. */
  readonly failing = new Map<Address, ResourceError>();
  /** Addresses whose outcome cannot be told. */
  readonly unknown = new Set<Address>();
  /** Called before each operation. */
  onApply: (address: Address, context: EngineContext) => Promise<void> | void = () => undefined;
}

/** An engine that follows a script, and leaves the rest to another one. */
export class ScriptedEngine implements Engine {
  readonly name: string;
  readonly #engine: Engine;
  readonly #script: EngineScript;

  constructor(engine: Engine, script: EngineScript) {
    this.name = engine.name;
    this.#engine = engine;
    this.#script = script;
  }

  check(resources: Parameters<Engine['check']>[0]): Promise<void> {
    this.#script.log.push('check');
    return this.#engine.check(resources);
  }

  batches<M extends Omit<OpenMember, 'key'>>(members: readonly M[]): readonly (readonly M[])[] {
    return this.#engine.batches(members);
  }

  observe(records: readonly ResourceRecord[]): Promise<ReadonlyMap<Address, Observation>> {
    for (const { address } of records) this.#script.log.push(`observe ${address}`);
    return this.#engine.observe(records);
  }

  async apply(entry: OpenEntry, context: EngineContext): Promise<readonly MemberResult[]> {
    const { log, failing, unknown, onApply } = this.#script;
    const results: MemberResult[] = [];
    for (const member of entry.members) {
      const { address, action } = member;
      log.push(`${action} ${address}`);
      await onApply(address, context);
      const error = failing.get(address);
      if (error === undefined) {
        results.push(...(await this.#engine.apply({ ...entry, members: [member] }, context)));
      } else {
        const existing = unknown.has(address) ? 'unknown' : null;
        results.push({ address, outcome: 'failed', existing, error });
      }
    }
    return results;
  }

  async probe(entry: OpenEntry, context: EngineContext | null): Promise<readonly MemberResult[]> {
    const results: MemberResult[] = [];
    for (const member of entry.members) {
      const { address } = member;
      this.#script.log.push(`probe ${address}`);
      if (this.#script.unknown.has(address)) {
        const error = { kind: 'failed', message: `${address} does not answer` } as const;
        results.push({ address, outcome: 'failed', existing: 'unknown', error });
      } else results.push(...(await this.#engine.probe({ ...entry, members: [member] }, context)));
    }
    return results;
  }
}
