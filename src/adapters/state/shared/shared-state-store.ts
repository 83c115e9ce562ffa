import type { Holder, Lease, LockRequest, OlderState, StateStore } from '../../../ports/state-store';
import type { State } from '../../../state/state';
import { ProcessTable } from '../../host/process-table';
import { takeByForce, takeWithTimeout } from '../lease/observed-lock';
import type { AttemptOptions } from '../lease/observed-lock';
import type { SharedContext } from './context';
import { enterLease } from './enter-lease';
import type { SharedStateOptions } from './options';
import { readCurrent } from './read-current';
import { readOlder } from './read-older';
import { retryUnavailable, withRetries } from './retries';
import type { SharedLease } from './shared-lease';
import type { SharedStorage } from './storage';
import { holderIn, tryTakeLock } from './take-lock';

/**
 * A StateStore on a storage with conditional writes that many hosts share.
 *
 * - The *head* is one small object per workspace: the holder of the lock, its number of heartbeats, the snapshot that counts,
 *   and the journals that follow it. Taking the lock, a heartbeat, a commit and a release each replace exactly the head that
 *   was read. So from the moment in which a process takes the lock, the previous holder can commit nothing.
 * - A *snapshot* is stored first, under a unique name, and counts when a head names it: large states are not written under a
 *   condition, and a heartbeat does not wait for them. When a small part of a large state changed, it is the difference from
 *   an earlier one (`StateChain`). The ten newest are kept, with those that they are based on.
 * - A *journal* per lease has numbered slots, filled one after the other by writes that need the slot to be free; all
 *   waiting entries share the next one. A process that takes over fills the first free slot with a plug, and reads the slots
 *   before it. An entry is acknowledged when its slot was filled, which was before any plug: so every later process finds
 *   it. No write depends on an earlier check.
 * - The observer decides with its own monotonic clock, or with the process table of the same host, whether a holder is gone.
 *   No two clocks are compared.
 * - A conditional write that fails is compared with the stored object: it may have met itself, when its first try succeeded
 *   but the response was lost.
 *
 * It fences the state, not the cloud: see `Lease.assertHeld`.
 */
export class SharedStateStore implements StateStore {
  readonly #context: SharedContext;

  constructor(storage: SharedStorage, options: SharedStateOptions) {
    const { workspace, clock, random, codec, host, pid, processExists, leaseMs = 30_000 } = options;
    this.#context = {
      workspace,
      clock,
      random,
      codec,
      storage: withRetries(storage, retryUnavailable(storage.place, clock, options.timeoutMs)),
      quickStorage: withRetries(storage, retryUnavailable(storage.place, clock, leaseMs / 3)),
      processes: new ProcessTable(host, pid, processExists),
      leaseMs,
      heartbeatMs: options.heartbeatMs ?? 10_000,
    };
  }

  read(): Promise<State | null> {
    return readCurrent(this.#context);
  }

  readOlder(): AsyncIterable<OlderState> {
    return readOlder(this.#context);
  }

  lock(request: LockRequest): Promise<Lease> {
    return takeWithTimeout(this.#context, request, (options) => this.#enter(request, options));
  }

  async readHolder(): Promise<Holder | null> {
    const { storage, processes } = this.#context;
    const lock = holderIn((await storage.readHead())?.head);
    if (lock === null) return null;
    const { operation, by, host, pid, since, token } = lock;
    return { operation, by, host, pid, since, token, liveness: await processes.checkLiveness(lock) };
  }

  /** Takes the lock from any holder, and releases it. Waits half a lease for a holder that may still act. */
  async unlock(): Promise<boolean> {
    const lease = await takeByForce(
      this.#context.leaseMs,
      () => this.readHolder(),
      (options, by) => this.#enter({ operation: 'unlock', by }, options),
    );
    if (lease === 'free') return false;
    if (lease !== 'released') await lease.release();
    return true;
  }

  async #enter(
    request: Pick<LockRequest, 'operation' | 'by' | 'restore'>,
    options: AttemptOptions,
  ): Promise<SharedLease | undefined> {
    const taken = await tryTakeLock(this.#context, request, options);
    return taken && (await enterLease(this.#context, taken, request.restore));
  }
}
