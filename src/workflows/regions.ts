import type { Lock } from '../config/config';
import { readLock } from '../config/lock/lock';
import { HelixError } from '../errors';
import type { Ports } from '../ports/ports';
import { LOCK_FILE, updateRegions } from './project/pin-regions';
import { loadProject, noProject, readSources } from './project/project';
import type { Project, ProjectRequest } from './project/project';

/** The regions that plans use: as pinned, or asked for anew and pinned. */
export async function regions(
  ports: Ports,
  request: ProjectRequest,
  update: boolean,
): Promise<NonNullable<Lock['helixCloud']>> {
  const project = update ? await projectToPin(ports, request) : await loadProject(ports, request);
  const lock = update ? await updateRegions(ports, project) : project.config.lock;
  if (lock?.helixCloud?.endpoint !== project.config.helixCloud.endpoint) {
    throw new HelixError('not-found', `no regions of ${project.config.helixCloud.endpoint} are pinned`, {
      hint: '`helix cloud regions --update` asks for them and writes helix.lock.json.',
    });
  }
  return lock.helixCloud;
}

/** The project as it is without what is pinned: a region may be new, and that is why somebody asks for the list. */
async function projectToPin(
  ports: Ports,
  request: ProjectRequest,
): Promise<Pick<Project, 'root' | 'config'>> {
  const { root, searched } = await ports.files.find(request.directory);
  if (root === null) throw noProject(searched);
  const { config, problems } = await readSources(ports, root, request.environment, undefined, false);
  if (config === null) throw new HelixError('config', 'the configuration has errors', { problems });
  const text = await ports.files.readText(root, LOCK_FILE);
  const lock = text === null ? null : readLock({ file: LOCK_FILE, text }).lock;
  return { root, config: { ...config, lock } };
}
