import type { CloudName } from '../clouds';
import type { Ports } from '../ports/ports';
import { checkConfig } from './project/check-config';
import { openBackend } from './run/open-store';

/**
 * Lists the names and addresses of what the project around a directory declares, and of what is on record on this host. A
 * state that is kept elsewhere is not asked for.
 */
export async function listResourceNames(ports: Ports, directory: string): Promise<readonly string[]> {
  const { root, config } = await checkConfig(ports, { directory, environment: null });
  const declared = (config?.instances ?? []).map(({ name }) => name);
  if (config?.state.backend !== 'local') return declared;
  const recorded = await Promise.all(
    (['shared', 'local'] as const).map(async (scope) => {
      const backend = await openBackend(ports, { root, config, scope });
      return Object.values((await backend.store('default').read())?.resources ?? {});
    }),
  );
  return [...declared, ...recorded.flat().flatMap(({ name, address }) => [name, address])];
}

/** Lists the regions of a cloud that the price book has. */
export async function listRegionNames(
  ports: Pick<Ports, 'files' | 'prices'>,
  directory: string,
  cloud: CloudName,
): Promise<readonly string[]> {
  const { root } = await ports.files.find(directory);
  return (await ports.prices.load(root ?? directory, cloud)).regions;
}
