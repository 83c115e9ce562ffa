import type { CloudProvider } from '../../../clouds';
import type { Config, DeployInstance } from '../../../config/config';
import { editTable } from '../../../config/edit/table-edit';
import type { TableEdit } from '../../../config/edit/table-edit';
import { specOf } from '../../../machines/machine-spec';
import type { MachineSpec } from '../../../resources/instance';
import type { Ports } from '../../../ports/ports';
import { assertNewName, checkEdit, requireEdit } from '../../project/edit-config';
import type { WantedDeployment } from '../deployment-keys';
import { readFileToEdit } from '../edit-deployment';

/** The machine before any question is answered: the answers of Enter alone. */
export interface BaseMachine {
  /** The declared machine; null: it is new. */
  readonly declared: DeployInstance | null;
  /** The requirements that Enter alone keeps, with the options that were given. */
  readonly spec: MachineSpec;
  /** The requirements without an answer: answers equal to these need not be written. */
  readonly unasked: MachineSpec | null;
  /** Whether it is a spot machine where its table does not say. */
  readonly spot: boolean;
  /** Reads it as it would be in a cloud, in memory. @throws HelixError `config` where its machines are not what it needs */
  readonly readAt: (cloud: CloudProvider) => Promise<DeployInstance>;
}

/**
 * Reads the machine that a deploy is about: as it is declared, or as the blueprint recommends a new one.
 * @throws HelixError `config` for a name that a new machine cannot have
 */
export async function readBaseMachine(
  ports: Ports,
  root: string,
  config: Config,
  name: string,
  { asked, image }: Pick<WantedDeployment, 'asked' | 'image'>,
): Promise<BaseMachine> {
  const declared = deploymentIn(config, name);
  if (declared !== null) {
    const spec = specOf(declared);
    return {
      declared,
      spec: { ...spec, ...asked },
      unasked: spec,
      spot: declared.spot,
      readAt: () => Promise.resolve(declared),
    };
  }
  assertNewName(name, config);
  const source = await readFileToEdit(ports, root);
  const readWith = async (keys: TableEdit): Promise<DeployInstance> => {
    const edited = requireEdit(source, editTable(source, ['deploy', name], keys));
    const made = deploymentIn(await checkEdit(ports, root, edited), name);
    if (made === null) throw new Error(`${name} was declared, and is not there`);
    return made;
  };
  // `auto` can be any cloud, so that nothing about one is wrong.
  const usual = await readWith({ provider: 'auto' });
  const recommended = await readWith({ provider: 'auto', profile: 'recommended' });
  const { cpu, memoryGb, storageGb } = recommended;
  return {
    declared: null,
    spec: { ...specOf(usual), cpu, memoryGb, storageGb, spot: false, ...asked },
    unasked: null,
    spot: usual.spot,
    readAt: (provider) => readWith({ provider, ...(image !== null && { image }) }),
  };
}

function deploymentIn({ instances }: Config, name: string): DeployInstance | null {
  const found = instances.find((instance) => instance.name === name);
  return found?.kind === 'deploy' ? found : null;
}
