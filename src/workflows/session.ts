import { HelixError } from '../errors';
import type { Engine } from '../ports/engine';
import type { Ports } from '../ports/ports';
import type { Lease, StateStore } from '../ports/state-store';
import type { State } from '../state/state';
import type { EngineName } from '../values/resource';
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
export function openSession(ports: Ports, project: Project, state: () => State | null): Session {
  const { root, config, workspace, scope } = project;
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
    store: ports.stateStore({ root, project: config.project.name, workspace, scope }),
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
  const session = openSession(ports, project, () => held.lease?.state() ?? null);
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
