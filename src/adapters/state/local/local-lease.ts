import type { Lease } from '../../../ports/state-store';
import type { LeasedState } from '../../../state/leased-state';
import { lostLeaseError } from '../../../state/lock-errors';
import type { JournalPosition } from '../../../state/snapshot';
import type { JournalEntry, State } from '../../../state/state';
import { explained } from './file-errors';
import type { OpenFile } from './file-system-calls';
import type { Heartbeat } from '../lease/heartbeat';
import { JournalFile } from './journal-file';
import type { OwnLock } from './lock-file';
import { writeStored } from './snapshots';
import type { Stored } from './snapshots';
import type { StoreContext } from './store-context';

/** The right to write to a state directory. Nothing that it has acknowledged is lost, whatever happens to its process. */
export class LocalLease implements Lease {
  readonly token: number;
  readonly #context: StoreContext;
  readonly #lock: OwnLock;
  readonly #heartbeat: Heartbeat;
  readonly #leased: LeasedState;
  readonly #journal: JournalFile;
  #stored: Pick<Stored, 'serial' | 'chain' | 'states'>;
  #commits: Promise<unknown> = Promise.resolve();
  #released: Promise<void> | undefined;

  constructor(
    context: StoreContext,
    held: {
      readonly lock: OwnLock;
      readonly heartbeat: Heartbeat;
      readonly leased: LeasedState;
      readonly file: OpenFile;
      readonly stored: Stored;
    },
  ) {
    this.token = held.lock.token;
    this.#context = context;
    this.#lock = held.lock;
    this.#heartbeat = held.heartbeat;
    this.#leased = held.leased;
    this.#stored = held.stored;
    this.#journal = new JournalFile(
      held.file,
      context.directory.codec,
      () => held.heartbeat.confirm(),
      (entries) => held.leased.fold(entries),
    );
  }

  state(): State | null {
    return this.#leased.state();
  }

  async append(entry: JournalEntry): Promise<void> {
    this.#mustNotBeReleased();
    this.#leased.mustHaveState();
    try {
      await this.#journal.append(entry);
    } catch (error) {
      throw explained(error, this.#context.directory.path);
    }
  }

  commit(state: State): Promise<State> {
    const position = this.#leased.position();
    return this.#inTurn(async () => {
      const { clock } = this.#context;
      const next = this.#leased.next(state, this.#stored.serial + 1, clock.now().toISOString());
      await this.#publish(next, position);
      this.#leased.committed(next, position);
      await this.#context.directory.cleanStates(this.#stored.states);
      return next;
    });
  }

  /** Leaves a snapshot of nothing, by whose serial a sleeping holder is shut out as by any other. */
  remove(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#journal.idle();
      await this.#publish(null, this.#leased.position());
      this.#leased.removed();
      await this.#context.directory.cleanStates(this.#stored.states);
    });
  }

  assertHeld(): void {
    this.#mustNotBeReleased();
    this.#heartbeat.assertHeld();
  }

  release(): Promise<void> {
    this.#released ??= this.#end();
    return this.#released;
  }

  /** One snapshot after the other. */
  async #inTurn<Result>(write: () => Promise<Result>): Promise<Result> {
    this.#mustNotBeReleased();
    const written = this.#commits.then(write);
    this.#commits = written.catch(() => undefined);
    try {
      return await written;
    } catch (error) {
      throw explained(error, this.#context.directory.path);
    }
  }

  async #publish(state: State | null, journal: JournalPosition): Promise<void> {
    const { directory } = this.#context;
    await this.#heartbeat.confirm();
    const stored = await writeStored(directory, this.#stored, { state, journal, token: this.token });
    if (stored === undefined) throw lostLeaseError();
    // Until it is known to be durable nothing goes on from it.
    this.#stored = { ...this.#stored, serial: stored.serial };
    await directory.sync();
    // A serial below the newest one can be free again after it was cleaned away: what landed there counts for nothing.
    await this.#heartbeat.confirm();
    this.#stored = stored;
  }

  async #end(): Promise<void> {
    await this.#journal.idle();
    await this.#commits;
    await this.#heartbeat.stop();
    // Whatever fails here, the lease has ended: others see a heart that stands still.
    await this.#journal.close().catch(() => undefined);
    if (this.#leased.isCommitted()) {
      await this.#context.directory.removeJournal(this.token).catch(() => undefined);
    }
    await this.#lock.end('released').catch(() => undefined);
  }

  #mustNotBeReleased(): void {
    if (this.#released !== undefined) throw lostLeaseError();
  }
}
