import { addTable } from '../config/edit/edit';
import { readCloudConfig } from '../config/cloud-toml/cloud-config';
import { HelixError } from '../errors';
import type { Ports } from '../ports/ports';
import { updateRegions } from './project/pin-regions';
import { checkConfig, readSources } from './project/project';
import { isName } from '../values/name';

export interface AddRequest {
  readonly directory: string;
  readonly name: string;
  readonly region: string | null;
}

const DEFAULT_REGION = 'us-east-1';

/** Declares a cluster in helix.toml, in place: comments and order stay. Creates nothing remote. */
export async function addCluster(
  ports: Ports,
  request: AddRequest,
): Promise<{ clusterId: string; notes: string[] }> {
  const { root, config, problems } = await checkConfig(ports, {
    directory: request.directory,
    environment: null,
  });
  const text = await ports.files.readText(root, 'helix.toml');
  if (config === null) throw new HelixError('config', 'the configuration has errors', { problems });
  if (text === null) {
    throw new HelixError('config', `there is no helix.toml in ${root}`, {
      hint: '`helix init` makes one beside Blueprint.toml.',
    });
  }
  if (!isName(request.name)) {
    throw new HelixError('config', `"${request.name}" cannot be the name of an instance`, {
      hint: 'Letters, digits, `-` and `_`, at most 32 of them.',
    });
  }
  if (config.instances.some(({ name }) => name === request.name)) {
    throw new HelixError('config', `there is an instance "${request.name}" already`);
  }
  const clusterId = newClusterId(ports, request.name);
  const edit = addTable({ file: 'helix.toml', text }, ['cloud', request.name, 'helix'], {
    cluster_id: clusterId,
    region: await regionFor(ports, request.region),
    build_mode: 'release',
  });
  if (edit.problem !== null) {
    throw new HelixError('config', 'helix.toml was left as it is', { problems: [edit.problem] });
  }
  const notes = await pinIfPossible(ports, root);
  const edited = await readSources(ports, root, null, edit.text);
  if (edited.config === null) {
    throw new HelixError('config', 'helix.toml was left as it is', { problems: edited.problems });
  }
  await ports.files.writeText(root, 'helix.toml', edit.text);
  return { clusterId, notes };
}

/** `helix-NAME-UUID`: made here, so that creating it twice is the same cluster. */
export function newClusterId(ports: Ports, name: string): string {
  return `helix-${name}-${ports.random.uuid()}`;
}

/** The region to write into a file: as asked, else the user's own default from cloud.toml, else us-east-1. */
export async function regionFor(ports: Ports, asked: string | null): Promise<string> {
  if (asked !== null) return asked;
  const source = await ports.userConfig();
  if (source === null) return DEFAULT_REGION;
  const { cloud, problems } = readCloudConfig(source);
  if (cloud === null) throw new HelixError('config', `${source.file} has errors`, { problems });
  return cloud.defaults.region ?? DEFAULT_REGION;
}

/** Pins regions and prices when the cloud can be asked; says so when it cannot, since nothing depends on it yet. */
export async function pinIfPossible(ports: Ports, directory: string): Promise<string[]> {
  const { root, config } = await checkConfig(ports, { directory, environment: null });
  if (config === null || config.lock?.helixCloud?.endpoint === config.helixCloud.endpoint) return [];
  try {
    await updateRegions(ports, { root, config });
    return ['Wrote helix.lock.json: regions, sizes and prices. Commit it.'];
  } catch (error) {
    if (!(error instanceof HelixError)) throw error;
    return [
      'Regions and prices are not pinned yet: `helix cloud regions --update` asks for them (after `helix login`).',
    ];
  }
}
