import type { PrunedImage } from '../../ports/engine-verbs';
import type { Ports } from '../../ports/ports';
import type { State } from '../../state/state';
import { imagesByEngine } from '../project/images-by-engine';
import { loadProject } from '../project/load-project';
import type { LoadedProject, ProjectRequest } from '../project/project';
import { openEngines } from '../run/open-engines';
import type { Engines } from '../run/open-engines';
import { withLease } from '../run/session';
import { readState } from '../state/state';

/** The images that stay in a repository of which the files say nothing. */
const KEPT_BY_DEFAULT = 10;

/**
 * Removes the project's images that nothing on record names, from their registries and from the engine of this host. A dry run
 * lists them, and takes no lease.
 */
export async function pruneImages(
  ports: Ports,
  { dryRun, lockTimeoutMs, ...request }: ProjectRequest & { dryRun: boolean; lockTimeoutMs: number },
): Promise<readonly PrunedImage[]> {
  if (dryRun) {
    const { project, state } = await readState(ports, request);
    const engine = openEngines(ports, project, () => state);
    return prune(project, state, engine, { dryRun, assertHeld: () => undefined });
  }
  const project = await loadProject(ports, request);
  return withLease(ports, project, { operation: 'build --prune', lockTimeoutMs }, ({ lease, engine }) =>
    prune(project, lease.state(), engine, { dryRun, assertHeld: () => lease.assertHeld() }),
  );
}

async function prune(
  project: LoadedProject,
  state: State | null,
  engine: Engines,
  how: { readonly dryRun: boolean; readonly assertHeld: () => void },
): Promise<readonly PrunedImage[]> {
  // The state alone tells the owner of images.
  if (state === null) return [];
  const named = JSON.stringify(state);
  const isNamed = (digest: string): boolean => named.includes(digest);
  const pruned: PrunedImage[] = [];
  for (const [name, known] of imagesByEngine(project, state)) {
    const { verbs } = await engine(name);
    const images = known.map(({ name: instance, address, inputs }) => ({
      instance,
      address,
      inputs,
      keep: keptOf(project, instance),
    }));
    pruned.push(...((await verbs?.pruneImages?.({ images, isNamed, ...how })) ?? []));
  }
  return pruned;
}

function keptOf({ config }: LoadedProject, instance: string): number {
  const declared = config.instances.find(({ name }) => name === instance);
  return declared !== undefined && 'keepImages' in declared ? declared.keepImages : KEPT_BY_DEFAULT;
}
