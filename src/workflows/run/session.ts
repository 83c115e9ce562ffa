import { HelixError } from '../../errors';
import type { Engine } from '../../ports/engine';
import type { Interrupts } from '../../ports/interrupts';
import type { Ports } from '../../ports/ports';
import type { Reporter } from '../../ports/reporter';
import type { StateBackend } from '../../ports/state-backend';
import type { Lease, StateStore } from '../../ports/state-store';
import type { State } from '../../state/state';
import type { EngineName } from '../../values/resource';
import { refusingLeftBehind } from './left-behind';
import { refusingMoved } from './moved';
import { untilInterrupted } from './interruptible';
import { secretsOf } from '../project/project';
import type { Project } from '../project/project';

/** A project with its state and the engines that serve it. */
export interface Session {
  readonly project: Project;
  readonly store: StateStore;
  readonly engine: (name: EngineName) => Promise<Engine>;
  /** Of the state; throws while there is none. */
  readonly lineage: () => string;
}

/** Opens the state store of a project; engines are built when the first one is asked for. */
export async function openSession(
  ports: Ports,
  project: Project,
  state: () => State | null,
): Promise<Session> {
  const { root, config, workspace } = project;
  const backend = await stateBackend(ports, project);
  const engines = new Map<EngineName, Promise<Engine | null>>();
  let known: string | undefined;
  // Asked for with every request: looked up once.
  const lineage = (): string => {
    known ??= state()?.lineage;
    if (known === undefined) throw new Error('the lineage is asked for before there is a state');
    return known;
  };
  return {
    project,
    store: refusingMoved(refusingLeftBehind(ports, project, backend), config.project.name),
    lineage,
    engine: async (name) => {
      const loading =
        engines.get(name) ??
        ports.engine(name, {
          root,
          project: config.project.name,
          workspace,
          endpoint: config.helixCloud.endpoint,
          state,
          lineage,
          hxFiles: project.hxFiles,
          secretByFingerprint: secretsOf(config),
        });
      engines.set(name, loading);
      const engine = await loading;
      if (engine === null) {
        throw new HelixError('refused', `this version of Helix has no ${name} engine`);
      }
      return engine;
    },
  };
}

/** Where the states of a project are kept. */
export function stateBackend(
  ports: Ports,
  { root, config, scope }: Pick<Project, 'root' | 'config' | 'scope'>,
): Promise<StateBackend> {
  return ports.stateBackend({ root, project: config.project.name, state: config.state, scope });
}

/** How long taking a free lock may take, at the most, when somebody waits for the end. */
const TAKING_MS = 1000;

/** A session that holds the lease. */
export interface LockedSession extends Session {
  readonly lease: Lease;
  /** Signals, for who would rather not be ended by the first one. */
  readonly interrupts: Interrupts;
}

/**
 * Runs `work` under the lease of the project's workspace, and releases it whatever happens. A signal ends it.
 * @throws HelixError `cancelled`
 */
export async function underLease<T>(
  ports: Ports,
  project: Project,
  request: { readonly operation: string; readonly lockTimeoutMs: number; readonly reporter?: Reporter },
  work: (session: LockedSession) => Promise<T>,
): Promise<T> {
  const held: { lease?: Lease | undefined } = {};
  const session = await openSession(ports, project, () => held.lease?.state() ?? null);
  let locking: Promise<Lease> | undefined;
  try {
    return await untilInterrupted(ports, async (interrupts) => {
      locking = session.store.lock({
        operation: request.operation,
        by: ports.actor,
        timeoutMs: request.lockTimeoutMs,
        onWait: ({ message }) =>
          request.reporter?.report({ type: 'note', message: `${message} Waiting for it.` }),
      });
      const lease = (held.lease = await locking);
      return work({ ...session, lease, interrupts });
    });
  } catch (error) {
    if (error instanceof HelixError && error.kind === 'cancelled') {
      // Perhaps it was just being taken. One that somebody else holds is not waited for.
      const taken = locking?.catch(() => undefined);
      held.lease ??= (await Promise.race([taken, ports.clock.sleep(TAKING_MS)])) as Lease | undefined;
    }
    throw error;
  } finally {
    await held.lease?.release();
  }
}
