import { inMemoryPorts, RecordingReporter, ROOT } from '../../testing/in-memory-ports';
import type { InMemoryPorts } from '../../testing/in-memory-ports';
import { loadProject } from '../project/load-project';
import type { LoadedProject, ProjectRequest } from '../project/project';
import { withLease } from '../run/session';
import type { LockedSession } from '../run/session';

/** A project with two clusters. */
export const SHOP = `[project]
name = "shop"

[cloud.web.helix]
cluster_id = "helix-web"
region = "us-east-1"

[cloud.api.helix]
cluster_id = "helix-api"
region = "us-east-1"
`;

/** The request of a command in the project's directory. */
export const REQUEST: ProjectRequest = {
  directory: ROOT,
  workspace: 'default',
  environment: null,
  local: false,
};

/** Makes ports in memory for the shop; `files` are beside helix.toml, or in its place. */
export function shopPorts(files: Readonly<Record<string, string>> = {}): InMemoryPorts {
  return inMemoryPorts({ 'helix.toml': SHOP, ...files });
}

export function loadShop(ports: InMemoryPorts): Promise<LoadedProject> {
  return loadProject(ports, REQUEST);
}

/** Runs work under the lease of the shop. */
export async function withShop<T>(
  ports: InMemoryPorts,
  work: (session: LockedSession, reporter: RecordingReporter) => Promise<T>,
): Promise<T> {
  const lock = { operation: 'test', lockTimeoutMs: 0 };
  return withLease(ports, await loadShop(ports), lock, (session) => work(session, new RecordingReporter()));
}
