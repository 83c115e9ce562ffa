import type { Lease } from '../../ports/state-store';
import type { LeasedState } from '../../state/leased-state';
import { lostLeaseError } from '../../state/lock-errors';
import type { JournalPosition } from '../../state/snapshot';
import type { JournalEntry, State } from '../../state/state';
import type { Heartbeat } from '../lease/heartbeat';
import type { SharedContext } from './context';
import type { OpenJournal } from './head';
import type { HeldHead } from './held-head';
import { SlotJournal } from './slot-journal';
import { writeState } from './snapshots';

/** The right to write to a shared storage. Nothing that it has acknowledged is lost, whatever happens to its process or its network. */
export class SharedLease implements Lease {
  readonly token: number;
  readonly #context: SharedContext;
  readonly #held: HeldHead;
  readonly #heartbeat: Heartbeat;
  readonly #leased: LeasedState;
  readonly #journal: SlotJournal;
  /** The last slot that the newest snapshot holds. */
  #after = 0;
  #commits: Promise<unknown> = Promise.resolve();
  #released: Promise<void> | undefined;

  constructor(
    context: SharedContext,
    lease: { readonly held: HeldHead; readonly heartbeat: Heartbeat; readonly leased: LeasedState },
  ) {
    const { lock, journals } = lease.held.head;
    this.token = lock.token;
    this.#context = context;
    this.#held = lease.held;
    this.#heartbeat = lease.heartbeat;
    this.#leased = lease.leased;
    const name = journals.find((journal) => journal.token === lock.token)?.name ?? '';
    this.#journal = new SlotJournal(context, name, (entries) => lease.leased.fold(entries));
  }

  state(): State | null {
    return this.#leased.state();
  }

  async append(entry: JournalEntry): Promise<void> {
    this.#mustBeMine();
    this.#leased.mustHaveState();
    await this.#journal.append(entry);
  }

  async commit(state: State): Promise<State> {
    this.#mustBeMine();
    const position = this.#leased.position();
    const { slots } = this.#journal;
    const written = this.#commits.then(() => this.#write(state, position, slots));
    this.#commits = written.catch(() => undefined);
    return written;
  }

  assertHeld(): void {
    this.#mustBeMine();
    this.#heartbeat.assertHeld();
  }

  release(): Promise<void> {
    this.#released ??= this.#end();
    return this.#released;
  }

  async #write(wanted: State, position: JournalPosition, slots: number): Promise<State> {
    const { storage, clock } = this.#context;
    const next = this.#leased.next(wanted, 0, clock.now().toISOString());
    const journals = [this.#openJournal(slots, null)];
    const state = await writeState(this.#context, this.#held, next, position, journals);
    this.#leased.committed(state, position);
    const held = this.#after;
    this.#after = slots;
    if (slots > held) await storage.removeSlots(this.#journal.name, held, slots).catch(() => undefined);
    return state;
  }

  async #end(): Promise<void> {
    await this.#journal.idle();
    await this.#commits;
    await this.#heartbeat.stop();
    const { slots, isBroken } = this.#journal;
    const journals = slots === this.#after ? [] : [this.#openJournal(this.#after, slots)];
    const change = isBroken ? { status: 'abandoned' as const } : { status: 'released' as const, journals };
    // Where this fails the lease has ended all the same: others see a heart that stands still.
    await this.#held.update(() => change).catch(() => undefined);
  }

  #openJournal(after: number, upTo: number | null): OpenJournal {
    return { token: this.token, name: this.#journal.name, after, upTo };
  }

  #mustBeMine(): void {
    if (this.#released !== undefined || this.#held.isLost) throw lostLeaseError();
  }
}
