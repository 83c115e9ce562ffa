import type { Clock } from '../../../ports/clock';
import type { Random } from '../../../ports/random';
import type { Holder, Lease, LockRequest, OlderState, StateStore } from '../../../ports/state-store';
import { plainCodec } from '../../../state/codec';
import type { StateCodec } from '../../../state/codec';
import type { State } from '../../../state/state';
import { enterLease } from './enter-lease';
import { explained } from './file-errors';
import { nodeFileSystem } from './file-system-calls';
import type { FileSystemCalls } from './file-system-calls';
import { ProcessTable } from '../../host/process-table';
import { takeByForce, takeInTime } from '../lease/observed-lock';
import type { Look } from '../lease/observed-lock';
import type { LocalLease } from './local-lease';
import { readCurrent } from './read-current';
import { readOlder } from './read-older';
import { StateDirectory } from './state-directory';
import type { StoreContext } from './store-context';
import { currentLock, tryTakeLock } from './take-lock';

export interface LocalStateStoreOptions {
  /** `.helix` of the project; made by the first lock, with a .gitignore. */
  readonly helixDirectory: string;
  /** Where the files of this workspace's state lie: below `helixDirectory`, and for nothing else. */
  readonly directory: string;
  readonly workspace: string;
  readonly host: string;
  readonly pid: number;
  /** Whether a process of that id exists on this host, whoever owns it (signal 0). */
  readonly processExists: (pid: number) => boolean;
  readonly clock: Clock;
  readonly random: Random;
  /** After how long a silent holder is taken over; 30 s when absent. All processes must agree. */
  readonly leaseMs?: number;
  /** 10 s when absent. */
  readonly heartbeatMs?: number;
  /** What stands between texts and files; `plainCodec` when absent. */
  readonly codec?: StateCodec;
  readonly fileSystem?: FileSystemCalls;
}

/**
 * The `local` backend: a directory of files that are written once.
 *
 * - `state.<serial>.json` is a snapshot; the highest serial counts, the newest ten are kept. It is put in its place by
 *   link(2), which fails when that serial exists: that, and no check before it, is what keeps two writers apart.
 *   It says how far into which journal it reaches (`JournalPosition`). Where little of a large state changed it holds the
 *   difference from an earlier one, which is then kept as well (`StateChain`).
 * - `journal.<token>.jsonl` holds what the lease of that token wrote since; each line became durable as a whole.
 *   Entries are acknowledged after an fsync followed by a look that nobody took over. Who takes over reads the journals
 *   after putting its lock in place, so it finds all that was acknowledged; what a sleeper still writes to its own
 *   old journal was never acknowledged and counts for nothing after the seal.
 * - `lock.<token>` is a lease, also put in place by link(2). Its holder beats through the file it has open, never by
 *   name. Tokens grow and the newest lock file always stays, so none is used twice.
 * - A new holder *seals*: it writes the next serial with everything that was left, unless the last one released and
 *   left nothing. Then it deletes older locks and journals. A crash between any two of these steps leaves a directory
 *   from which the same state is read.
 *
 * Needs a local file system with hard links. It fences the state, not the cloud: see `Lease.assertHeld`.
 */
export class LocalStateStore implements StateStore {
  /** Where the files are. */
  readonly directory: string;
  readonly #helixDirectory: string;
  readonly #context: StoreContext;

  constructor(options: LocalStateStoreOptions) {
    const { directory, workspace, clock, random, host, pid, processExists } = options;
    this.directory = directory;
    this.#helixDirectory = options.helixDirectory;
    this.#context = {
      directory: new StateDirectory(
        directory,
        options.fileSystem ?? nodeFileSystem,
        options.codec ?? plainCodec,
        random,
      ),
      workspace,
      clock,
      processes: new ProcessTable(host, pid, processExists),
      leaseMs: options.leaseMs ?? 30_000,
      heartbeatMs: options.heartbeatMs ?? 10_000,
    };
  }

  read(): Promise<State | null> {
    return this.#explained(
      async () => (await readCurrent(this.#context.directory, this.#context.workspace)).state,
    );
  }

  older(): AsyncIterable<OlderState> {
    return readOlder(this.#context.directory);
  }

  lock(request: LockRequest): Promise<Lease> {
    return this.#explained(() => this.#lock(request));
  }

  holder(): Promise<Holder | null> {
    return this.#explained(async () => {
      const lock = await currentLock(this.#context, await this.#context.directory.list());
      if (lock?.status !== 'held') return null;
      return { ...lock.holder, liveness: await this.#context.processes.liveness(lock.owner) };
    });
  }

  /** Takes the lock over whoever holds it, seals, and releases. Waits half a lease for a holder that may still act. */
  unlock(): Promise<boolean> {
    return this.#explained(async () => {
      const lease = await takeByForce(
        this.#context.leaseMs,
        () => this.holder(),
        (look, by) => this.#enter({ operation: 'unlock', by }, look),
      );
      if (lease === 'nobody') return false;
      if (lease !== 'given up') await lease.release();
      return true;
    });
  }

  async #lock(request: LockRequest): Promise<Lease> {
    await this.#context.directory.make(this.#helixDirectory);
    return takeInTime(this.#context, request, (look) => this.#enter(request, look));
  }

  async #enter(request: Pick<LockRequest, 'operation' | 'by'>, look: Look): Promise<LocalLease | undefined> {
    const taken = await tryTakeLock(this.#context, request, look);
    return taken && (await enterLease(this.#context, taken));
  }

  async #explained<Result>(action: () => Promise<Result>): Promise<Result> {
    try {
      return await action();
    } catch (error) {
      throw explained(error, this.directory);
    }
  }
}
