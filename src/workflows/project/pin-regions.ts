import type { Lock } from '../../config/lock/lock-file';
import { sortedRegions, writeLock } from '../../config/lock/lock';
import { HelixError } from '../../errors';
import type { LockPatch } from '../../ports/engine-verbs';
import type { Ports } from '../../ports/ports';
import { checkConfig } from './check-config';
import type { LoadedProject } from './project';

/** The name of the file that pins the facts about the world that plans use. */
export const LOCK_FILE = 'helix.lock.json';

/** Reads the endpoint's regions, sizes and prices and pins them in the lock file. */
export async function updateRegions(
  ports: Ports,
  project: Pick<LoadedProject, 'root' | 'config'>,
): Promise<Lock> {
  const { endpoint } = project.config.helixCloud;
  const regions = sortedRegions(await ports.helixCloud.readRegions(endpoint, project.root));
  return patchLock(ports, project.root, project.config.lock, {
    helixCloud: { endpoint, fetchedAt: ports.clock.now().toISOString(), regions },
  });
}

/** Writes the lock file with new contents; what the patch leaves out stays. */
export async function patchLock(
  ports: Ports,
  root: string,
  present: Lock | null,
  patch: LockPatch,
): Promise<Lock> {
  const lock: Lock = {
    format: 1,
    helixCloud: present?.helixCloud ?? null,
    choices: present?.choices ?? {},
    ...patch,
  };
  await ports.files.writeText(root, LOCK_FILE, writeLock(lock));
  return lock;
}

/** Pins regions and prices when the cloud answers. Returns notes for the user: nothing depends on the pins yet. */
export async function pinRegionsIfPossible(ports: Ports, directory: string): Promise<string[]> {
  const { root, config } = await checkConfig(ports, { directory, environment: null });
  if (config === null || config.lock?.helixCloud?.endpoint === config.helixCloud.endpoint) return [];
  try {
    await updateRegions(ports, { root, config });
    return [`Wrote ${LOCK_FILE}: regions, sizes and prices. Commit it.`];
  } catch (error) {
    if (!(error instanceof HelixError)) throw error;
    return [
      'Regions and prices are not pinned yet: `helix cloud regions --update` asks for them (after `helix login`).',
    ];
  }
}
