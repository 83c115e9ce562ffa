import type { Address } from '../values/resource';
import { withRun } from './history';
import type { JournalEntry, MemberEnd, OpenEntry, ResourceRecord, Run, State, Tombstone } from './state';

/**
 * A state that is being changed entry by entry. Applying an entry costs in proportion to the entry;
 * `state()` costs in proportion to the state, once after a change.
 */
export class StateDraft {
  readonly #base: State;
  #parts: Parts | undefined;
  #frozen: State | undefined;

  constructor(base: State) {
    this.#base = base;
    this.#frozen = base;
  }

  /**
   * `begin` opens an entry; `end` gives the outcome of the members that it names, whether or not their begin is known.
   * Members that an `end` does not name stay open: their outcome is not known yet.
   */
  apply(entry: JournalEntry): void {
    this.#frozen = undefined;
    this.#parts ??= partsOf(this.#base);
    if (entry.type === 'run') {
      this.#parts.history = withRun(this.#parts.history ?? [], entry.run);
      return;
    }
    if (entry.type === 'begin') {
      const { type: _type, ...open } = entry;
      this.#parts.open.set(open.id, open);
      return;
    }
    if (entry.type === 'notes') {
      const open = this.#parts.open.get(entry.id);
      if (open !== undefined) this.#parts.open.set(entry.id, { ...open, notes: entry.notes });
      return;
    }
    if (entry.type === 'mirror') {
      this.#parts.mirrors = withMirror(this.#parts.mirrors ?? {}, entry);
      return;
    }
    for (const member of entry.members) end(this.#parts, member);
    close(this.#parts, entry.id, new Set(entry.members.map((member) => member.address)));
  }

  /** Returns the current state, sorted by address; the base itself when nothing was applied. */
  state(): State {
    if (this.#frozen !== undefined) return this.#frozen;
    const { resources, tombstones, open, history, mirrors } = (this.#parts ??= partsOf(this.#base));
    this.#frozen = {
      ...this.#base,
      resources: inOrder(resources),
      tombstones: inOrder(tombstones),
      open: [...open.values()],
      ...(history && { history }),
      ...(mirrors && { mirrors }),
    };
    return this.#frozen;
  }
}

interface Parts {
  readonly resources: Map<Address, ResourceRecord>;
  readonly tombstones: Map<Address, Tombstone>;
  readonly open: Map<string, OpenEntry>;
  history: readonly Run[] | undefined;
  mirrors: State['mirrors'];
}

function partsOf(state: State): Parts {
  return {
    resources: new Map(Object.entries(state.resources) as [Address, ResourceRecord][]),
    tombstones: new Map(Object.entries(state.tombstones) as [Address, Tombstone][]),
    open: new Map(state.open.map((entry) => [entry.id, entry])),
    history: state.history,
    mirrors: state.mirrors,
  };
}

function end({ resources, tombstones }: Parts, { address, record, tombstone }: MemberEnd): void {
  if (record === null) resources.delete(address);
  else {
    resources.set(address, record);
    tombstones.delete(address);
  }
  if (tombstone !== null) tombstones.set(address, tombstone);
}

function close({ open }: Parts, id: string, ended: ReadonlySet<Address>): void {
  const entry = open.get(id);
  if (entry === undefined) return;
  const members = entry.members.filter((member) => !ended.has(member.address));
  if (members.length === 0) open.delete(id);
  else open.set(id, { ...entry, members });
}

function withMirror(
  mirrors: Readonly<Record<string, string>>,
  { name, text }: Extract<JournalEntry, { type: 'mirror' }>,
): Readonly<Record<string, string>> {
  const { [name]: _former, ...others } = mirrors;
  return text === null ? others : { ...others, [name]: text };
}

function inOrder<Value>(values: ReadonlyMap<Address, Value>): Record<Address, Value> {
  const addresses = [...values.keys()].sort();
  const ordered: Record<Address, Value> = {};
  for (const address of addresses) {
    const value = values.get(address);
    if (value !== undefined) ordered[address] = value;
  }
  return ordered;
}
