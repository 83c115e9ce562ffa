import type { Clock } from '../../../ports/clock';
import type { Random } from '../../../ports/random';
import type { Holder, Lease, LockRequest, OlderState, StateStore } from '../../../ports/state-store';
import { plainCodec } from '../../../state/stored/codec';
import type { StateCodec } from '../../../state/stored/codec';
import type { State } from '../../../state/state';
import { enterLease } from './enter-lease';
import { explainedError } from './file-errors';
import { nodeFileSystem } from './file-system-calls';
import type { FileSystemCalls } from './file-system-calls';
import { ProcessTable } from '../../host/process-table';
import { takeByForce, takeWithTimeout } from '../lease/observed-lock';
import type { AttemptOptions } from '../lease/observed-lock';
import type { LocalLease } from './local-lease';
import { readCurrent } from './read-current';
import { readOlder } from './read-older';
import { StateDirectory } from './state-directory';
import type { StoreContext } from './store-context';
import { readCurrentLock, tryTakeLock } from './take-lock';

export interface LocalStateStoreOptions {
  /** The project's `.helix`, created by the first lock with a .gitignore. */
  readonly helixDirectory: string;
  /** The directory of this workspace's state, below `helixDirectory` and used for nothing else. */
  readonly directory: string;
  readonly workspace: string;
  readonly host: string;
  readonly pid: number;
  /** Whether a process with that id exists on this host, of any user (signal 0). */
  readonly processExists: (pid: number) => boolean;
  readonly clock: Clock;
  readonly random: Random;
  /** The time after which a silent holder is taken over; 30 s when absent. All processes must agree. */
  readonly leaseMs?: number;
  /** The time between heartbeats; 10 s when absent. */
  readonly heartbeatMs?: number;
  /** The encoding between texts and files; `plainCodec` when absent. */
  readonly codec?: StateCodec;
  readonly fileSystem?: FileSystemCalls;
}

/**
 * The `local` backend: a directory of files that are written once.
 *
 * - `state.<serial>.json` is a snapshot; the highest serial counts, the newest ten are kept. It is put in its place by
 *   link(2), which fails when that serial exists. That failure, not a check before it, keeps two writers apart.
 *   It names the last journal entry that it contains (`JournalPosition`). When a small part of a large state changed, it
 *   holds the difference from an earlier snapshot, which is then kept as well (`StateChain`).
 * - `journal.<token>.jsonl` holds the entries that the lease of that token wrote since; each line became durable as a whole.
 *   Entries are acknowledged after an fsync and a check that no other process took over. A process that takes over reads
 *   the journals after putting its lock in place, so it finds every acknowledged entry. Entries that a sleeper still
 *   writes to its own old journal are never acknowledged, and do not count after the seal.
 * - `lock.<token>` is a lease, also put in place by link(2). Its holder writes heartbeats through its open file, never by
 *   name. Tokens grow and the newest lock file always stays, so no token is used twice.
 * - A new holder *seals*: it writes the next serial with all entries that earlier holders left, unless the last one
 *   released the lock and left none. Then it deletes older locks and journals. A crash between any two of these steps
 *   leaves a directory from which the same state is read.
 *
 * Needs a local file system with hard links. It fences the state, not the cloud: see `Lease.assertHeld`.
 */
export class LocalStateStore implements StateStore {
  /** The directory of the files. */
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
    return this.#withExplainedErrors(
      async () => (await readCurrent(this.#context.directory, this.#context.workspace)).state,
    );
  }

  readOlder(): AsyncIterable<OlderState> {
    return readOlder(this.#context.directory);
  }

  lock(request: LockRequest): Promise<Lease> {
    return this.#withExplainedErrors(() => this.#lock(request));
  }

  readHolder(): Promise<Holder | null> {
    return this.#withExplainedErrors(async () => {
      const lock = await readCurrentLock(this.#context, await this.#context.directory.list());
      if (lock?.status !== 'held') return null;
      return { ...lock.holder, liveness: await this.#context.processes.checkLiveness(lock.owner) };
    });
  }

  /** Takes the lock from any holder, seals, and releases. Waits half a lease for a holder that may still act. */
  unlock(): Promise<boolean> {
    return this.#withExplainedErrors(async () => {
      const lease = await takeByForce(
        this.#context.leaseMs,
        () => this.readHolder(),
        (options, by) => this.#enter({ operation: 'unlock', by }, options),
      );
      if (lease === 'free') return false;
      if (lease !== 'released') await lease.release();
      return true;
    });
  }

  async #lock(request: LockRequest): Promise<Lease> {
    await this.#context.directory.make(this.#helixDirectory);
    return takeWithTimeout(this.#context, request, (options) => this.#enter(request, options));
  }

  async #enter(
    request: Pick<LockRequest, 'operation' | 'by' | 'restore'>,
    options: AttemptOptions,
  ): Promise<LocalLease | undefined> {
    const taken = await tryTakeLock(this.#context, request, options);
    return taken && (await enterLease(this.#context, taken, request.restore));
  }

  async #withExplainedErrors<Result>(action: () => Promise<Result>): Promise<Result> {
    try {
      return await action();
    } catch (error) {
      throw explainedError(error, this.directory);
    }
  }
}
