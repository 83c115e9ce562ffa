import { HelixError } from '../errors';
import type { Engine } from '../ports/engine';
import type { Ports } from '../ports/ports';
import type { StateBackend } from '../ports/state-backend';
import type { Lease, StateStore } from '../ports/state-store';
import type { State } from '../state/state';
import type { EngineName } from '../values/resource';
import { refusingMoved } from './moved';
import { secretsOf } from './project';
import type { Project } from './project';

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
  let engines: Promise<ReadonlyMap<EngineName, Engine>> | undefined;
  let known: string | undefined;
  // Asked for with every request: looked up once.
  const lineage = (): string => {
    known ??= state()?.lineage;
    if (known === undefined) throw new Error('the lineage is asked for before there is a state');
    return known;
  };
  return {
    project,
    store: refusingMoved(backend.store(workspace)),
    lineage,
    engine: async (name) => {
      engines ??= ports.engines({
        root,
        project: config.project.name,
        workspace,
        endpoint: config.helixCloud.endpoint,
        lineage,
        hxFiles: project.hxFiles,
        secretByFingerprint: secretsOf(config),
      });
      const engine = (await engines).get(name);
      if (engine === undefined) {
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

/** A session that holds the lease. */
export interface LockedSession extends Session {
  readonly lease: Lease;
}

/** Runs `work` under the lease of the project's workspace, and releases it whatever happens. */
export async function underLease<T>(
  ports: Ports,
  project: Project,
  request: { readonly operation: string; readonly lockTimeoutMs: number },
  work: (session: LockedSession) => Promise<T>,
): Promise<T> {
  const held: { lease?: Lease } = {};
  const session = await openSession(ports, project, () => held.lease?.state() ?? null);
  const lease = await session.store.lock({
    operation: request.operation,
    by: ports.actor,
    timeoutMs: request.lockTimeoutMs,
  });
  held.lease = lease;
  try {
    return await work({ ...session, lease });
  } finally {
    await lease.release();
  }
}
