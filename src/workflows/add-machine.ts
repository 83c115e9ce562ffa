import { readCloudConfig } from '../config/cloud-toml/cloud-config';
import type { CloudConfig } from '../config/cloud-toml/cloud-config';
import { hasSpot, isRegionOf } from '../clouds/clouds';
import type { CloudProvider, Config } from '../config/config';
import { addTable } from '../config/edit/edit';
import type { TomlValue } from '../config/text/toml-text';
import { HelixError } from '../errors';
import type { Ports } from '../ports/ports';
import { totalOf } from '../machines/estimate';
import type { Estimated } from '../machines/estimate';
import type { Choice } from '../machines/choice';
import { specOf } from '../machines/machine-spec';
import type { MachineSpec } from '../resources/instance';
import { exactDuration } from '../values/duration';
import { addressOf } from '../values/resource';
import { withMachines } from './project/machines';
import { writeChoices } from './project/pin-choices';
import { checkConfig, onMachines } from './project/project';

export interface AddMachineRequest {
  readonly directory: string;
  readonly name: string;
  /** null: the default one of cloud.toml. */
  readonly provider: CloudProvider | null;
  readonly region: string | null;
  /** What is asked of the machine; the rest is left to the blueprint. */
  readonly asked: Partial<MachineSpec>;
  readonly ttlSeconds: number | null;
}

/** What was declared, and what a plan will make of it. */
export interface AddedMachine {
  readonly file: string;
  readonly choice: Choice;
  readonly estimated: Estimated;
  /** Whether what `auto` chose was written to helix.lock.json. */
  readonly pinned: boolean;
}

/**
 * Declares a machine in helix.toml, or in Blueprint.toml where that stands alone, in place. Creates nothing remote.
 * @throws HelixError `config`, with nothing written, where the table would be wrong or no such machine can be had
 */
export async function addMachine(ports: Ports, request: AddMachineRequest): Promise<AddedMachine> {
  const source = await fileToEdit(ports, request.directory);
  const { root, file } = source;
  const table = tableOf(request, await userDefaults(ports));
  const edit = addTable(source, ['deploy', request.name], table);
  if (edit.problem !== null) throw leftAsItIs(file, [edit.problem]);

  const { config, problems } = await checkConfig(withEdit(ports, root, file, edit.text), {
    directory: root,
    environment: null,
  });
  if (config === null) throw leftAsItIs(file, problems);
  const { choice, estimated } = await chosenFor(ports, root, config, request.name);
  await ports.files.writeText(root, file, edit.text);
  const pinned = table['provider'] === 'auto';
  if (pinned) {
    await writeChoices(ports, root, {
      [request.name]: { provider: choice.provider, region: choice.region },
    });
  }
  return { file, choice, estimated, pinned };
}

async function fileToEdit(
  ports: Ports,
  directory: string,
): Promise<{ readonly root: string; readonly file: string; readonly text: string }> {
  const { root } = await ports.files.find(directory);
  for (const file of root === null ? [] : ['helix.toml', 'Blueprint.toml', 'blueprint.toml']) {
    const text = await ports.files.readText(root ?? directory, file);
    if (text !== null) return { root: root ?? directory, file, text };
  }
  throw new HelixError('config', 'there is no helix.toml or Blueprint.toml to add to', {
    hint: '`helix init` makes a helix.toml.',
  });
}

async function userDefaults(ports: Ports): Promise<CloudConfig | null> {
  const source = await ports.userConfig();
  if (source === null) return null;
  const { cloud, problems } = readCloudConfig(source);
  if (cloud === null) throw new HelixError('config', `${source.file} has errors`, { problems });
  return cloud;
}

/** The lines to write: what was asked, and what the user's own defaults say. A plan reads nothing but these. */
function tableOf(request: AddMachineRequest, user: CloudConfig | null): Record<string, TomlValue> {
  const { asked } = request;
  const provider = request.provider ?? defaultProvider(user);
  const region = request.region ?? defaultRegion(provider, user);
  const ttl = request.ttlSeconds ?? user?.defaults.ttlSeconds ?? null;
  const spot = asked.spot ?? (user?.defaults.spot === true && hasSpot(provider) ? true : undefined);
  const written: Record<string, TomlValue | null | undefined> = {
    provider,
    region,
    profile: asked.burstable === undefined ? null : asked.burstable ? 'min' : 'recommended',
    cpu: asked.cpu,
    memory_gb: asked.memoryGb,
    storage_gb: asked.storageGb,
    gpu_count: asked.gpuCount,
    gpu_type: asked.gpuType,
    arch: asked.arch,
    spot,
    public_ip: asked.publicIp,
    ttl: ttl === null ? null : exactDuration(ttl),
  };
  return Object.fromEntries(
    Object.entries(written).flatMap(([key, value]) => (value == null ? [] : [[key, value]])),
  );
}

function defaultProvider(user: CloudConfig | null): CloudProvider {
  const account = user?.accounts.find(({ name }) => name === user.defaultAccount);
  if (account !== undefined) return account.provider;
  throw new HelixError('usage', 'which cloud?', {
    hint: 'Give --provider, `auto` for the cheapest, or set `default_provider` in cloud.toml.',
  });
}

function defaultRegion(provider: CloudProvider, user: CloudConfig | null): string | null {
  if (user === null || provider === 'auto') return null;
  const accounts = user.accounts.filter((account) => account.provider === provider);
  const account = accounts.find(({ name }) => name === user.defaultAccount) ?? accounts[0];
  const { region } = user.defaults;
  return account?.defaultRegion ?? (region !== null && isRegionOf(provider, region) ? region : null);
}

/** The outside world with one file as it is about to be written. */
function withEdit(ports: Ports, root: string, file: string, text: string): Ports {
  const { files } = ports;
  return {
    ...ports,
    files: {
      find: (start) => files.find(start),
      readText: (directory, name) =>
        directory === root && name === file ? Promise.resolve(text) : files.readText(directory, name),
      writeText: (directory, name, content) => files.writeText(directory, name, content),
      hxFiles: (directory, queries) => files.hxFiles(directory, queries),
      buildContextDigest: (directory) => files.buildContextDigest(directory),
      gitCommit: (directory) => files.gitCommit(directory),
    },
  };
}

async function chosenFor(
  ports: Ports,
  root: string,
  whole: Config,
  name: string,
): Promise<Pick<AddedMachine, 'choice' | 'estimated'>> {
  const config = { ...whole, instances: whole.instances.filter((instance) => instance.name === name) };
  const [instance] = config.instances;
  // Nothing is planned here, so what an image or a schema holds is not looked at.
  const contents = { queries: {}, buildContext: null };
  const hxFiles = () => Promise.resolve(new Map<string, string>());
  const project = onMachines(
    { root, config, workspace: 'default', scope: 'shared', contents, hxFiles, problems: [] },
    { choices: new Map(), books: new Map() },
  );
  const choosing = { mode: 'apply', reselect: false, approved: null } as const;
  const { choices, books } = await withMachines(ports, project, null, choosing);
  const choice = choices.get(name);
  if (choice === undefined || instance?.kind !== 'deploy') throw new Error(`nothing was chosen for ${name}`);
  const { provider, region, type, rate } = choice;
  const { ttlSeconds: seconds } = instance;
  const prices = books.get(provider);
  const line = {
    address: addressOf('instance', name),
    provider,
    region,
    rate,
    seconds,
    cheapest: false,
    machine: prices?.typeNamed(type) ?? null,
    total: totalOf(rate, seconds),
  };
  const priceBooks = prices === undefined ? [] : [prices];
  const estimated = {
    lines: [line],
    unavailable: [],
    spec: specOf(instance),
    seconds,
    cost: null,
    priceBooks,
  };
  return { choice, estimated };
}

function leftAsItIs(file: string, problems: HelixError['problems']): HelixError {
  return new HelixError('config', `${file} was left as it is`, { problems });
}
