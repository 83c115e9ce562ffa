import type { Lease } from '../../../ports/state-store';
import type { LeasedState } from '../../../state/leased-state';
import { lostLeaseError } from '../../../state/lock-errors';
import type { JournalPosition } from '../../../state/stored/snapshot';
import type { JournalEntry, State } from '../../../state/state';
import { explainedError } from './file-errors';
import type { OpenFile } from './file-system-calls';
import type { Heartbeat } from '../lease/heartbeat';
import { JournalFile } from './journal-file';
import type { OwnLock } from './lock-file';
import { writeStored } from './snapshots';
import type { Stored } from './snapshots';
import type { StoreContext } from './store-context';

/** The right to write to a state directory. Nothing that it acknowledged is lost, whatever happens to its process. */
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
    this.#assertNotReleased();
    this.#leased.mustHaveState();
    try {
      await this.#journal.append(entry);
    } catch (error) {
      throw explainedError(error, this.#context.directory.path);
    }
  }

  commit(state: State): Promise<State> {
    const position = this.#leased.position();
    return this.#runInTurn(async () => {
      const { clock } = this.#context;
      const next = this.#leased.next(state, this.#stored.serial + 1, clock.now().toISOString());
      await this.#publish(next, position);
      this.#leased.committed(next, position);
      await this.#context.directory.cleanStates(this.#stored.states);
      return next;
    });
  }

  /** Writes an empty snapshot, whose serial shuts out a sleeping holder like any other. */
  remove(): Promise<void> {
    return this.#runInTurn(async () => {
      await this.#journal.settle();
      await this.#publish(null, this.#leased.position());
      this.#leased.removed();
      await this.#context.directory.cleanStates(this.#stored.states);
    });
  }

  assertHeld(): void {
    this.#assertNotReleased();
    this.#heartbeat.assertHeld();
  }

  release(): Promise<void> {
    this.#released ??= this.#end();
    return this.#released;
  }

  /** Runs writes of snapshots one after the other. */
  async #runInTurn<Result>(write: () => Promise<Result>): Promise<Result> {
    this.#assertNotReleased();
    const written = this.#commits.then(write);
    this.#commits = written.catch(() => undefined);
    try {
      return await written;
    } catch (error) {
      throw explainedError(error, this.#context.directory.path);
    }
  }

  async #publish(state: State | null, journal: JournalPosition): Promise<void> {
    const { directory } = this.#context;
    await this.#heartbeat.confirm();
    const stored = await writeStored(directory, this.#stored, { state, journal, token: this.token });
    if (stored === undefined) throw lostLeaseError();
    // No delta may be based on it before it is known to be durable.
    this.#stored = { ...this.#stored, serial: stored.serial };
    await directory.sync();
    // A serial below the newest can be free again after a cleanup: a state that landed there does not count.
    await this.#heartbeat.confirm();
    this.#stored = stored;
  }

  async #end(): Promise<void> {
    await this.#journal.settle();
    await this.#commits;
    await this.#heartbeat.stop();
    // The lease has ended even if this fails: others see that its heartbeat has stopped.
    await this.#journal.close().catch(() => undefined);
    if (this.#leased.isCommitted()) {
      await this.#context.directory.removeJournal(this.token).catch(() => undefined);
    }
    await this.#lock.end('released').catch(() => undefined);
  }

  #assertNotReleased(): void {
    if (this.#released !== undefined) throw lostLeaseError();
  }
}
