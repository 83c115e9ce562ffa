import type { Config, DeployInstance } from '../../config/config';
import { editTable } from '../../config/edit/table-edit';
import type { TableEdit } from '../../config/edit/table-edit';
import { tablePathOf } from '../../config/edit/table-path';
import type { SourceText } from '../../config/text/source-text';
import type { Ports } from '../../ports/ports';
import { addressOf } from '../../values/resource';
import type { Address } from '../../values/resource';
import { checkConfig, requireConfig } from '../project/check-config';
import { assertRegionsOf } from '../project/account-regions';
import { assertNewName, checkEdit, requireEdit } from '../project/edit-config';
import type { ProjectRequest } from '../project/project';
import { readDefaults } from '../project/user-config';
import { editedDeployment, newDeployment } from './deployment-keys';
import type { WantedDeployment } from './deployment-keys';

/** A machine that is about to be deployed: its declaration in memory. */
export interface EditedDeployment {
  readonly root: string;
  readonly name: string;
  readonly address: Address;
  /** The file as it is about to be written. */
  readonly edited: SourceText;
  /** Whether the file must be written: its text differs from what it holds. */
  readonly isEdited: boolean;
  /** Sentences that the user should know. */
  readonly notes: readonly string[];
  /** The address of a deployment in the project's dashboard; null: the cloud's own page. */
  readonly dashboardTemplate: string | null;
}

/**
 * Declares a machine, or edits its table key by key, in memory: the project is checked as it would be, and nothing is written.
 * @throws HelixError `config` where the edited project would have errors, `usage` without a provider
 */
export async function editDeployment(
  ports: Ports,
  request: Pick<ProjectRequest, 'directory' | 'environment'>,
  name: string,
  wanted: WantedDeployment,
): Promise<EditedDeployment> {
  const checked = await checkConfig(ports, request);
  const config = requireConfig(checked);
  const { root } = checked;
  const { defaults, notes } = await readDefaults(ports);
  const declared = config.instances.find((instance) => instance.name === name);
  const { source, path, keys } =
    declared?.kind === 'deploy'
      ? await readExistingTable(ports, root, declared, editedDeployment(wanted, declared, defaults))
      : await readNewTable(ports, root, config, name, newDeployment(wanted, defaults));
  const edited = requireEdit(source, editTable(source, path, keys));
  const after = await checkEdit(ports, root, edited);
  const machines = after.instances.flatMap((one) => (one.kind === 'deploy' && one.name === name ? one : []));
  await assertRegionsOf(ports, after, machines, edited);
  return {
    root,
    name,
    address: addressOf('instance', name),
    edited,
    isEdited: edited.text !== source.text,
    notes,
    dashboardTemplate: after.dashboardUrl,
  };
}

/** Writes the file of a deployment as it was shown. */
export async function writeDeployment(
  ports: Pick<Ports, 'files'>,
  { root, edited }: Pick<EditedDeployment, 'root' | 'edited'>,
): Promise<void> {
  await ports.files.writeText(root, edited.file, edited.text);
}

interface TableToEdit {
  readonly source: SourceText;
  readonly path: readonly string[];
  readonly keys: TableEdit;
}

async function readExistingTable(
  ports: Ports,
  root: string,
  declared: DeployInstance,
  keys: TableEdit,
): Promise<TableToEdit> {
  const { file } = declared.source;
  const text = (await ports.files.readText(root, file)) ?? '';
  return { source: { file, text }, path: tablePathOf(declared), keys };
}

async function readNewTable(
  ports: Ports,
  root: string,
  config: Config,
  name: string,
  keys: TableEdit,
): Promise<TableToEdit> {
  assertNewName(name, config);
  return { source: await readFileToEdit(ports, root), path: ['deploy', name], keys };
}

/**
 * Reads the file that new machines are declared in: helix.toml, or the Blueprint.toml that stands alone. In a project whose
 * blueprint is in Cargo.toml it is a new helix.toml.
 */
export async function readFileToEdit(ports: Ports, root: string): Promise<SourceText> {
  for (const file of ['helix.toml', 'Blueprint.toml', 'blueprint.toml']) {
    const text = await ports.files.readText(root, file);
    if (text !== null) return { file, text };
  }
  return { file: 'helix.toml', text: '' };
}
