import type { Lease } from '../../ports/state-store';
import type { LeasedState } from '../../state/leased-state';
import { lostLeaseError } from '../../state/lock-errors';
import type { JournalPosition } from '../../state/snapshot';
import type { JournalEntry, State } from '../../state/state';
import { explained } from './file-errors';
import type { OpenFile } from './file-system-calls';
import type { Heartbeat } from './heartbeat';
import { JournalFile } from './journal-file';
import type { OwnLock } from './lock-file';
import type { StoreContext } from './store-context';

/** The right to write to a state directory. Nothing that it has acknowledged is lost, whatever happens to its process. */
export class LocalLease implements Lease {
  readonly token: number;
  readonly #context: StoreContext;
  readonly #lock: OwnLock;
  readonly #heartbeat: Heartbeat;
  readonly #leased: LeasedState;
  readonly #journal: JournalFile;
  #serial: number;
  #commits: Promise<unknown> = Promise.resolve();
  #released: Promise<void> | undefined;

  constructor(
    context: StoreContext,
    held: {
      readonly lock: OwnLock;
      readonly heartbeat: Heartbeat;
      readonly leased: LeasedState;
      readonly file: OpenFile;
      readonly serial: number;
    },
  ) {
    this.token = held.lock.token;
    this.#context = context;
    this.#lock = held.lock;
    this.#heartbeat = held.heartbeat;
    this.#leased = held.leased;
    this.#serial = held.serial;
    this.#journal = new JournalFile(
      held.file,
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

  async commit(state: State): Promise<State> {
    this.#mustNotBeReleased();
    const position = this.#leased.position();
    const written = this.#commits.then(() => this.#write(state, position));
    this.#commits = written.catch(() => undefined);
    try {
      return await written;
    } catch (error) {
      throw explained(error, this.#context.directory.path);
    }
  }

  assertHeld(): void {
    this.#mustNotBeReleased();
    this.#heartbeat.assertHeld();
  }

  release(): Promise<void> {
    this.#released ??= this.#end();
    return this.#released;
  }

  async #write(wanted: State, journal: JournalPosition): Promise<State> {
    const { directory, clock } = this.#context;
    await this.#heartbeat.confirm();
    const state = this.#leased.next(wanted, this.#serial + 1, clock.now().toISOString());
    const isOurs = await directory.publishSnapshot(state.serial, { format: 1, journal, state }, this.token);
    if (!isOurs) throw lostLeaseError();
    this.#serial = state.serial;
    await directory.sync();
    // A serial below the newest one can be free again after it was cleaned away: what landed there counts for nothing.
    await this.#heartbeat.confirm();
    this.#leased.committed(state, journal);
    await directory.cleanStates();
    return state;
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
