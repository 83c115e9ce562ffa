import type { Lock } from '../../config/lock/lock-file';
import { readLock } from '../../config/lock/lock';
import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import { LOCK_FILE, updateRegions } from '../project/pin-regions';
import { checkFiles, findProject, requireConfig } from '../project/check-config';
import { loadProject } from '../project/load-project';
import type { LoadedProject, ProjectRequest } from '../project/project';

/** Returns the regions that plans use: those pinned, or after an update those that the endpoint has now. */
export async function listRegions(
  ports: Ports,
  request: ProjectRequest,
  update: boolean,
): Promise<NonNullable<Lock['helixCloud']>> {
  const project = update ? await loadToPin(ports, request) : await loadProject(ports, request);
  const lock = update ? await updateRegions(ports, project) : project.config.lock;
  if (lock?.helixCloud?.endpoint !== project.config.helixCloud.endpoint) {
    throw new HelixError('not-found', `no regions of ${project.config.helixCloud.endpoint} are pinned`, {
      hint: '`helix cloud regions --update` reads them and writes helix.lock.json.',
    });
  }
  return lock.helixCloud;
}

/** Loads the project without checking it against the pinned regions: it may name a new one, the reason for the update. */
async function loadToPin(
  ports: Ports,
  request: ProjectRequest,
): Promise<Pick<LoadedProject, 'root' | 'config'>> {
  const root = await findProject(ports, request.directory);
  const { environment } = request;
  const config = requireConfig(await checkFiles(ports, root, { environment, pinned: false }));
  const text = await ports.files.readText(root, LOCK_FILE);
  const lock = text === null ? null : readLock({ file: LOCK_FILE, text }).lock;
  return { root, config: { ...config, lock } };
}
