import { HelixError } from '../../errors';
import type { Interrupts } from '../../ports/interrupts';
import type { Ports } from '../../ports/ports';
import type { Reporter } from '../../ports/reporter';
import type { Lease, LockRequest, OlderState } from '../../ports/state-store';
import type { State } from '../../state/state';
import type { LoadedProject } from '../project/project';
import { runUntilInterrupted } from './interruptible';
import { openEngines } from './open-engines';
import type { Engines } from './open-engines';
import { openStore } from './open-store';

/** A project under the lease of its workspace, with the engines that serve it. */
export interface LockedSession {
  readonly project: LoadedProject;
  readonly lease: Lease;
  readonly engine: Engines;
  /** Signals, for work that would rather not be ended by the first one. */
  readonly interrupts: Interrupts;
  /** The older states that are kept, newest first; each is read when it is asked for. */
  readonly older: AsyncIterable<OlderState>;
}

/** The longest time that taking a free lock may take, when the user waits for the end. */
const TAKING_MS = 1000;

/**
 * Runs `work` under the lease of the project's workspace, and releases it whatever happens. A signal ends it.
 * @throws HelixError `cancelled`
 */
export async function withLease<T>(
  ports: Ports,
  project: LoadedProject,
  request: Pick<LockRequest, 'operation' | 'restore'> & {
    readonly lockTimeoutMs: number;
    readonly reporter?: Reporter;
  },
  work: (session: LockedSession) => Promise<T>,
): Promise<T> {
  const store = await openStore(ports, project);
  const engine = openEngines(ports, project, () => store.current);
  let locking: Promise<Lease> | undefined;
  let held: Lease | undefined;
  try {
    return await runUntilInterrupted(ports, async (interrupts) => {
      locking = store.lock({
        operation: request.operation,
        by: ports.actor,
        timeoutMs: request.lockTimeoutMs,
        restore: request.restore,
        onWait: ({ message }) =>
          request.reporter?.report({ type: 'note', message: `${message} Waiting for it.` }),
      });
      const lease = (held = await locking);
      return work({ project, lease, engine, interrupts, older: store.readOlder() });
    });
  } catch (error) {
    if (error instanceof HelixError && error.kind === 'cancelled') {
      // It may just have been taken. A lock that somebody else holds is not waited for.
      const taken = locking?.catch(() => undefined);
      held ??= (await Promise.race([taken, ports.clock.sleep(TAKING_MS)])) as Lease | undefined;
    }
    throw error;
  } finally {
    await held?.release();
  }
}

/**
 * Returns the state under the lease.
 * @throws Error where there is none yet: operations begin only after it was committed
 */
export function stateUnder({ lease }: Pick<LockedSession, 'lease'>): State {
  const state = lease.state();
  if (state === null) throw new Error('operations begin before there is a state');
  return state;
}
