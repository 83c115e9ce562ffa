import { addTable } from '../config/edit/edit';
import type { Config } from '../config/config';
import type { SourceText } from '../config/text/source-text';
import { HelixError } from '../errors';
import type { Choice } from '../machines/choice';
import type { Estimated } from '../machines/estimate';
import { estimateChoice } from '../machines/estimate-choice';
import { machineTable } from '../machines/machine-table';
import type { WantedMachine } from '../machines/machine-table';
import type { Ports } from '../ports/ports';
import { assertRegionsOf } from './project/account-regions';
import { autoClouds } from './project/auto-clouds';
import { checkEdit, requireEdit } from './project/edit-config';
import { writeChoices } from './project/pin-choices';
import { chooseFromBooks } from './project/size-project';
import { readDefaults, readUserConfig } from './project/user-config';

export interface AddMachineRequest extends WantedMachine {
  readonly directory: string;
  readonly name: string;
}

/** A machine that was declared, and what a plan will make of it. */
export interface AddedMachine {
  readonly file: string;
  readonly choice: Choice;
  readonly estimated: Estimated;
  /** Whether what `auto` chose was written to helix.lock.json. */
  readonly pinned: boolean;
  /** The clouds that `auto` did not consider, because this version cannot apply machines there. */
  readonly leftOut: readonly string[];
  /** Sentences that the user should know. */
  readonly notes: readonly string[];
}

/**
 * Declares a machine in helix.toml, or in Blueprint.toml where that stands alone, in place. Creates nothing remote.
 * @throws HelixError `config`, with nothing written, where the table would be wrong or no such machine can be had
 */
export async function addMachine(ports: Ports, request: AddMachineRequest): Promise<AddedMachine> {
  const { name, directory } = request;
  const { root, source } = await readFileToEdit(ports, directory);
  // Only a command line without a provider needs the user's own defaults.
  const { defaults, notes } =
    request.provider === null
      ? { defaults: await readUserConfig(ports), notes: [] }
      : await readDefaults(ports);
  const table = machineTable(request, defaults);
  const edited = requireEdit(source, addTable(source, ['deploy', name], table));
  const config = await checkEdit(ports, root, edited);
  const { choice, estimated } = await chooseMachine(ports, root, config, name);
  const declared = config.instances.flatMap((one) => (one.kind === 'deploy' && one.name === name ? one : []));
  await assertRegionsOf(
    ports,
    config,
    declared.map((one) => ({ ...one, provider: choice.provider, region: choice.region })),
    edited,
  );
  const isAuto = table['provider'] === 'auto';
  const { clouds, leftOut } = isAuto ? autoClouds(ports, config) : { clouds: [], leftOut: [] };
  if (isAuto && clouds.every((cloud) => leftOut.includes(cloud))) {
    throw new HelixError('config', `this version applies machines in none of ${leftOut.join(', ')}`, {
      hint: 'Widen `allowed_providers` in `[policy]`, or name a cloud with `--provider` to plan and price it all the same.',
    });
  }
  await ports.files.writeText(root, edited.file, edited.text);
  const { provider, region } = choice;
  if (isAuto) await writeChoices(ports, root, { [name]: { provider, region } });
  return {
    file: edited.file,
    choice,
    estimated,
    pinned: isAuto,
    leftOut,
    notes: [...notes, ...imageNotes(name, table)],
  };
}

/** Without an image the project's own one is built, which takes Docker. */
function imageNotes(name: string, table: Readonly<Record<string, unknown>>): string[] {
  if (table['image'] !== undefined) return [];
  return [
    `[deploy.${name}] names no image: \`helix apply\` builds the Dockerfile here with Docker, and pushes it. ` +
      'Add `image = "HOST/NAME:TAG"` to run one that exists.',
  ];
}

async function readFileToEdit(
  ports: Ports,
  directory: string,
): Promise<{ readonly root: string; readonly source: SourceText }> {
  const { root } = await ports.files.find(directory);
  if (root !== null) {
    for (const file of ['helix.toml', 'Blueprint.toml', 'blueprint.toml']) {
      const text = await ports.files.readText(root, file);
      if (text !== null) return { root, source: { file, text } };
    }
  }
  throw new HelixError('config', 'there is no helix.toml or Blueprint.toml to add to', {
    hint: '`helix init` makes a helix.toml.',
  });
}

async function chooseMachine(
  ports: Ports,
  root: string,
  config: Config,
  name: string,
): Promise<Pick<AddedMachine, 'choice' | 'estimated'>> {
  const instances = config.instances.filter((instance) => instance.name === name);
  const { choices, books } = await chooseFromBooks(ports, { root, config: { ...config, instances } }, null, {
    mode: 'apply',
    reselect: false,
    approved: null,
  });
  const [instance] = instances;
  const choice = choices.get(name);
  if (choice === undefined || instance?.kind !== 'deploy') throw new Error(`nothing was chosen for ${name}`);
  return { choice, estimated: estimateChoice(instance, choice, books, ports.clock.now().toISOString()) };
}
