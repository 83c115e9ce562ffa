import type { Holder, Lease, LockRequest, OlderState, StateStore } from '../../../ports/state-store';
import type { State } from '../../../state/state';
import { ProcessTable } from '../../host/process-table';
import { takeByForce, takeInTime } from '../lease/observed-lock';
import type { Look } from '../lease/observed-lock';
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
 * A StateStore on a storage that many machines share and that can write conditionally.
 *
 * - The *head* is one small object per workspace: who holds the lock, how often its heart has beaten, which snapshot counts,
 *   which journals go on from it. Taking the lock, a beat, a commit and a release each replace exactly the head that was
 *   read. So the moment in which somebody takes the lock is the moment after which its last holder can commit nothing.
 * - A *snapshot* is stored first, under a name that nobody else uses, and counts when a head names it: large states are not
 *   written under a condition, and a beat does not wait for them. Where little of a large state changed it is the difference
 *   from an earlier one (`StateChain`). The ten newest are kept, with those that they go on from.
 * - A *journal* per lease has numbered slots, filled one after the other by writes that need the slot to be free; all
 *   entries that wait share the next one. Who takes over fills the first free slot of what it found with a plug, and reads
 *   what lies before it. An entry is acknowledged when its slot was filled, and that was before any plug: so whoever comes
 *   later finds it. There is no check that is followed by a write.
 * - Whether a holder is gone is judged by the observer's monotonic clock, or by the process table of the same host.
 *   No two clocks are compared.
 * - A conditional write that found somebody else there is compared with what is there: it may have met itself, when its
 *   first try got through but the answer did not.
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
      briefly: withRetries(storage, retryUnavailable(storage.place, clock, leaseMs / 3)),
      processes: new ProcessTable(host, pid, processExists),
      leaseMs,
      heartbeatMs: options.heartbeatMs ?? 10_000,
    };
  }

  read(): Promise<State | null> {
    return readCurrent(this.#context);
  }

  older(): AsyncIterable<OlderState> {
    return readOlder(this.#context);
  }

  lock(request: LockRequest): Promise<Lease> {
    return takeInTime(this.#context, request, (look) => this.#enter(request, look));
  }

  async holder(): Promise<Holder | null> {
    const { storage, processes } = this.#context;
    const lock = holderIn((await storage.readHead())?.head);
    if (lock === null) return null;
    const { operation, by, host, pid, since, token } = lock;
    return { operation, by, host, pid, since, token, liveness: await processes.liveness(lock) };
  }

  /** Takes the lock over whoever holds it, and releases. Waits half a lease for a holder that may still act. */
  async unlock(): Promise<boolean> {
    const lease = await takeByForce(
      this.#context.leaseMs,
      () => this.holder(),
      (look, by) => this.#enter({ operation: 'unlock', by }, look),
    );
    if (lease === 'nobody') return false;
    if (lease !== 'given up') await lease.release();
    return true;
  }

  async #enter(request: Pick<LockRequest, 'operation' | 'by'>, look: Look): Promise<SharedLease | undefined> {
    const taken = await tryTakeLock(this.#context, request, look);
    return taken && (await enterLease(this.#context, taken));
  }
}
