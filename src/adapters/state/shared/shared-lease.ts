import type { Lease } from '../../../ports/state-store';
import type { LeasedState } from '../../../state/leased-state';
import { lostLeaseError } from '../../../state/lock-errors';
import type { JournalEntry, State } from '../../../state/state';
import { StateChain } from '../../../state/stored/state-chain';
import type { Heartbeat } from '../lease/heartbeat';
import type { SharedContext } from './context';
import type { LockStatus, OpenJournal } from './head';
import type { HeadChange, HeldHead } from './held-head';
import { SlotJournal } from './slot-journal';
import { writeState } from './snapshots';

/** The right to write to a shared storage. Nothing that it acknowledged is lost, whatever happens to its process or its network. */
export class SharedLease implements Lease {
  readonly token: number;
  readonly #context: SharedContext;
  readonly #held: HeldHead;
  readonly #heartbeat: Heartbeat;
  readonly #leased: LeasedState;
  readonly #journal: SlotJournal;
  #chain: StateChain;
  /** The last slot that the newest snapshot contains. */
  #after = 0;
  #commits: Promise<unknown> = Promise.resolve();
  #released: Promise<void> | undefined;

  constructor(
    context: SharedContext,
    lease: {
      readonly held: HeldHead;
      readonly heartbeat: Heartbeat;
      readonly leased: LeasedState;
      readonly chain: StateChain;
    },
  ) {
    const { lock, journals } = lease.held.head;
    this.token = lock.token;
    this.#context = context;
    this.#held = lease.held;
    this.#heartbeat = lease.heartbeat;
    this.#leased = lease.leased;
    this.#chain = lease.chain;
    const name = journals.find((journal) => journal.token === lock.token)?.name ?? '';
    this.#journal = new SlotJournal(context, name, (entries) => lease.leased.fold(entries));
  }

  state(): State | null {
    return this.#leased.state();
  }

  async append(entry: JournalEntry): Promise<void> {
    this.#assertMine();
    this.#leased.mustHaveState();
    await this.#journal.append(entry);
  }

  commit(state: State): Promise<State> {
    const position = this.#leased.position();
    const { slots } = this.#journal;
    return this.#runInTurn(async () => {
      const { clock } = this.#context;
      const next = this.#leased.next(state, 0, clock.now().toISOString());
      const journals = [this.#openJournal(slots, null)];
      const chain = this.#chain;
      // A commit that fails may have succeeded: nothing may be based on it, nor on the snapshot that it may have replaced.
      this.#chain = StateChain.empty;
      const written = await writeState(this.#context, this.#held, chain, {
        state: next,
        journal: position,
        journals,
      });
      this.#chain = written.chain;
      this.#leased.committed(written.state, position);
      await this.#removeSlots(slots);
      return written.state;
    });
  }

  /** Writes a head that names no snapshot. */
  remove(): Promise<void> {
    return this.#runInTurn(async () => {
      const { storage } = this.#context;
      await this.#journal.settle();
      const { slots } = this.#journal;
      const bodies = this.#held.head.states.map(({ name }) => name);
      await this.#held.update(storage, () => ({ states: [], journals: [this.#openJournal(slots, null)] }));
      this.#leased.removed();
      this.#chain = StateChain.empty;
      await storage.removeBodies(bodies).catch(() => undefined);
      await this.#removeSlots(slots);
    });
  }

  assertHeld(): void {
    this.#assertMine();
    this.#heartbeat.assertHeld();
  }

  release(): Promise<void> {
    this.#released ??= this.#end();
    return this.#released;
  }

  /** Runs writes of snapshots one after the other. */
  async #runInTurn<Result>(write: () => Promise<Result>): Promise<Result> {
    this.#assertMine();
    const written = this.#commits.then(write);
    this.#commits = written.catch(() => undefined);
    return written;
  }

  /** Deletes the slots that the newest snapshot contains. A slot that remains after a failure does no harm. */
  async #removeSlots(slots: number): Promise<void> {
    const after = this.#after;
    if (slots === after) return;
    this.#after = slots;
    await this.#context.storage.removeSlots(this.#journal.name, after, slots).catch(() => undefined);
  }

  async #end(): Promise<void> {
    await this.#journal.settle();
    await this.#commits;
    await this.#heartbeat.stop();
    const { slots, isBroken } = this.#journal;
    const journals = slots === this.#after ? [] : [this.#openJournal(this.#after, slots)];
    const status: LockStatus = this.#held.head.states.length + journals.length === 0 ? 'removed' : 'released';
    const change: HeadChange = isBroken ? { status: 'abandoned' } : { status, journals };
    // The lease has ended even if this fails: others see that its heartbeat has stopped.
    await this.#held.update(this.#context.quickStorage, () => change).catch(() => undefined);
  }

  #openJournal(after: number, upTo: number | null): OpenJournal {
    return { token: this.token, name: this.#journal.name, after, upTo };
  }

  #assertMine(): void {
    if (this.#released !== undefined || this.#held.isLost) throw lostLeaseError();
  }
}
