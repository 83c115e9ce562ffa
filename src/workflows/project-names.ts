import type { CloudName } from '../clouds';
import type { Config } from '../config/config';
import { parseToml } from '../config/text/document';
import type { Ports } from '../ports/ports';
import { deploymentOf } from '../resources/deployment';
import type { ResourceRecord } from '../state/state';
import { isObject } from '../values/is-object';
import { checkConfig } from './project/check-config';
import { openBackend } from './run/open-store';

/**
 * The kinds of names in a project.
 *
 * - `resources`: names and addresses of what is declared, and of what is on record.
 * - `deployment-ids`: the clouds' own ids of what is on record.
 * - `cluster-ids`: the ids of declared clusters, which exist before they are adopted.
 */
export type ProjectNames =
  | 'resources'
  | 'deployment-ids'
  | 'cluster-ids'
  | 'workspaces'
  | 'environments'
  | 'sizes';

/**
 * Lists the names of a kind that the project around a directory has, by its files and by what is on record on this host. A
 * state that is kept elsewhere is not asked for.
 */
export async function listProjectNames(
  ports: Ports,
  directory: string,
  what: ProjectNames,
): Promise<readonly string[]> {
  const { root, config } = await checkConfig(ports, { directory, environment: null });
  if (what === 'environments') return listEnvironments(ports, root);
  if (config === null) return [];
  switch (what) {
    case 'sizes':
      return (config.lock?.helixCloud?.regions ?? []).flatMap(({ sizes }) => sizes.map(({ id }) => id));
    case 'cluster-ids':
      return config.instances.flatMap((one) => (one.kind === 'helix' ? [one.clusterId] : []));
    case 'workspaces':
      return listLocalWorkspaces(ports, root, config);
    case 'deployment-ids':
      return (await readRecords(ports, root, config)).flatMap((record) => deploymentOf(record).id ?? []);
    case 'resources': {
      const recorded = (await readRecords(ports, root, config)).flatMap(({ name, address }) => [
        name,
        address,
      ]);
      return [...config.instances.map(({ name }) => name), ...recorded];
    }
  }
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

/** Reads what is on record on this host. */
async function readRecords(ports: Ports, root: string, config: Config): Promise<readonly ResourceRecord[]> {
  if (config.state.backend !== 'local') return [];
  const recorded = await Promise.all(
    (['shared', 'local'] as const).map(async (scope) => {
      const backend = await openBackend(ports, { root, config, scope });
      return Object.values((await backend.store('default').read())?.resources ?? {});
    }),
  );
  return recorded.flat();
}

async function listLocalWorkspaces(ports: Ports, root: string, config: Config): Promise<readonly string[]> {
  if (config.state.backend !== 'local') return [];
  return (await openBackend(ports, { root, config, scope: 'shared' })).listWorkspaces();
}

/** Lists the environments of a blueprint, also of one with mistakes. */
async function listEnvironments(ports: Pick<Ports, 'files'>, root: string): Promise<readonly string[]> {
  for (const file of ['Blueprint.toml', 'blueprint.toml']) {
    const text = await ports.files.readText(root, file);
    if (text === null) continue;
    const blueprint = parseToml({ file, text }).document?.data['blueprint'];
    const environments = isObject(blueprint) ? blueprint['environments'] : null;
    return isObject(environments) ? Object.keys(environments) : [];
  }
  return [];
}
