import type { Address } from '../values/resource';
import type { JournalEntry, MemberEnd, OpenEntry, ResourceRecord, State, Tombstone } from './state';

/**
 * A state that is being changed entry by entry. Applying an entry costs in proportion to the entry;
 * `state()` costs in proportion to the state, once after a change.
 */
export class StateDraft {
  readonly #base: State;
  readonly #resources: Map<Address, ResourceRecord>;
  readonly #tombstones: Map<Address, Tombstone>;
  readonly #open: Map<string, OpenEntry>;
  #frozen: State | undefined;

  constructor(base: State) {
    this.#base = base;
    this.#frozen = base;
    this.#resources = new Map(Object.entries(base.resources) as [Address, ResourceRecord][]);
    this.#tombstones = new Map(Object.entries(base.tombstones) as [Address, Tombstone][]);
    this.#open = new Map(base.open.map((entry) => [entry.id, entry]));
  }

  /**
   * `begin` opens; `end` says what became of the members that it names, whether or not its begin is known.
   * Members that an `end` does not name stay open: of them nothing is known yet.
   */
  apply(entry: JournalEntry): void {
    this.#frozen = undefined;
    if (entry.type === 'begin') {
      const { type: _type, ...open } = entry;
      this.#open.set(open.id, open);
      return;
    }
    for (const member of entry.members) this.#end(member);
    this.#close(entry.id, new Set(entry.members.map((member) => member.address)));
  }

  /** The state as it is now, in the order of addresses. */
  state(): State {
    this.#frozen ??= {
      ...this.#base,
      resources: inOrder(this.#resources),
      tombstones: inOrder(this.#tombstones),
      open: [...this.#open.values()],
    };
    return this.#frozen;
  }

  #end({ address, record, tombstone }: MemberEnd): void {
    if (record === null) this.#resources.delete(address);
    else {
      this.#resources.set(address, record);
      this.#tombstones.delete(address);
    }
    if (tombstone !== null) this.#tombstones.set(address, tombstone);
  }

  #close(id: string, ended: ReadonlySet<Address>): void {
    const open = this.#open.get(id);
    if (open === undefined) return;
    const members = open.members.filter((member) => !ended.has(member.address));
    if (members.length === 0) this.#open.delete(id);
    else this.#open.set(id, { ...open, members });
  }
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
