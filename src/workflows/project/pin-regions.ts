import type { Lock } from '../../config/config';
import { sortedRegions, writeLock } from '../../config/lock/lock';
import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import type { Reporter } from '../../ports/reporter';
import { checkConfig } from './check-config';
import type { LoadedProject } from './project';

/** The name of the file that pins what a plan must know of the world. */
export const LOCK_FILE = 'helix.lock.json';

/** Reads the endpoint's regions, sizes and prices and pins them in the lock file. Choices made by `auto` stay. */
export async function updateRegions(
  ports: Ports,
  project: Pick<LoadedProject, 'root' | 'config'>,
): Promise<Lock> {
  const { root, config } = project;
  const { endpoint } = config.helixCloud;
  const lock: Lock = {
    format: 1,
    helixCloud: {
      endpoint,
      fetchedAt: ports.clock.now().toISOString(),
      regions: sortedRegions(await (await ports.helixCloud(endpoint, root)).regions()),
    },
    choices: config.lock?.choices ?? {},
  };
  await ports.files.writeText(root, LOCK_FILE, writeLock(lock));
  return lock;
}

/**
 * Pins the regions when the endpoint has none pinned yet. Once pinned they change only by `helix cloud regions --update`,
 * so that a price moves in a plan because somebody asked, not because a day went by.
 */
export async function pinRegions(ports: Ports, project: LoadedProject, reporter: Reporter): Promise<void> {
  const { lock, helixCloud } = project.config;
  if (lock?.helixCloud?.endpoint === helixCloud.endpoint) return;
  await updateRegions(ports, project);
  reporter.report({ type: 'note', message: `Wrote ${LOCK_FILE}: regions, sizes and prices. Commit it.` });
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
