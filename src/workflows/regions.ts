import type { Lock } from '../config/config';
import { HelixError } from '../errors';
import type { Ports } from '../ports/ports';
import { updateRegions } from './pin-regions';
import { loadProject } from './project';
import type { ProjectRequest } from './project';

/** The regions that plans use: as pinned, or asked for anew and pinned. */
export async function regions(
  ports: Ports,
  request: ProjectRequest,
  update: boolean,
): Promise<NonNullable<Lock['helixCloud']>> {
  const project = await loadProject(ports, request);
  const lock = update ? await updateRegions(ports, project) : project.config.lock;
  if (lock?.helixCloud?.endpoint !== project.config.helixCloud.endpoint) {
    throw new HelixError('not-found', `no regions of ${project.config.helixCloud.endpoint} are pinned`, {
      hint: '`helix cloud regions --update` asks for them and writes helix.lock.json.',
    });
  }
  return lock.helixCloud;
}
