import type { ContainerInputs } from '../resources/container';
import { decodeImage } from '../resources/image/image';
import type { ImageInputs } from '../resources/image/image';
import { decodeInstance } from '../resources/instance';
import type { Ports } from '../ports/ports';
import { chooseLocal } from './project/choose-local';
import { declaredState } from './project/project';
import type { ProjectRequest } from './project/project';
import { recordedVolumes } from './project/recorded-volumes';
import { readState } from './state/state';

/** A local instance with its image, to be written down in another format. */
export interface ExportedInstance {
  readonly project: string;
  readonly instance: string;
  readonly inputs: ContainerInputs;
  readonly image: ImageInputs;
}

/** Reads one local instance as it is declared, on the volume that holds its data. Asks no engine, and changes nothing. */
export async function exportInstance(
  ports: Ports,
  request: Omit<ProjectRequest, 'local'>,
  name: string | null,
): Promise<ExportedInstance> {
  const { project, state } = await readState(ports, { ...request, local: true });
  const instance = chooseLocal(project.config, name);
  const { resources } = declaredState(project, recordedVolumes(state, project.config));
  const container = resources.find(({ address }) => address === `instance.${instance}`);
  const image = resources.find(({ address }) => address === `image.${instance}`);
  if (container === undefined || image === undefined) throw new Error(`${instance} has no container`);
  const inputs = decodeInstance(container.address, container.inputs);
  if (inputs.type !== 'container') throw new Error(`${container.address} is not a container`);
  return {
    project: project.config.project.name,
    instance,
    inputs,
    image: decodeImage(image.address, image.inputs),
  };
}
