import { isBuiltImage } from '../../../src/resources/machine';
import type { MachineInputs } from '../../../src/resources/machine';
import { addressOf } from '../../../src/values/resource';
import { listedIds, REGISTRIES } from '../listings';
import { groupId, helixIdAnywhere, registryName } from './names';
import { IMAGE_HOST_PLACEHOLDER, IMAGE_PLACEHOLDER } from '../../lowering/placeholders';

/** The source of a machine's image. Its texts may contain placeholders. */
export interface ContainerImage {
  readonly reference: string;
  /** The container registry on Azure that the machine must be allowed to pull from; null: another one. */
  readonly acr: PulledRegistry | null;
}

interface PulledRegistry {
  readonly host: string;
  /** Its ARM id, as a template. */
  readonly id: string;
  /** The condition under which it is known, as an expression, and the message where it is not; null: it is. */
  readonly found: { readonly condition: string; readonly message: string } | null;
}

const ACR = /^[a-z0-9]+\.azurecr\.(io|cn|us)$/i;

/** The image of a reference; or one that Helix builds and pushes to the machine's repository before the machine is made. */
export function containerImage(
  resource: string,
  { image, name, registry }: Pick<MachineInputs, 'name' | 'registry'> & { readonly image: string },
): ContainerImage {
  if (!isBuiltImage(image)) return { reference: image, acr: foundRegistry(image.split('/', 1)[0] ?? '') };
  if (registry !== null) return { reference: IMAGE_PLACEHOLDER, acr: foundRegistry(registry) };
  const id = helixIdAnywhere(addressOf('registry_repo', resource));
  return {
    reference: IMAGE_PLACEHOLDER,
    acr: {
      host: IMAGE_HOST_PLACEHOLDER,
      id: `${groupId(name, id)}/providers/Microsoft.ContainerRegistry/registries/${registryName(name, id)}`,
      found: null,
    },
  };
}

/** A registry that exists: the subscription is searched for it. */
function foundRegistry(host: string): PulledRegistry | null {
  if (!ACR.test(host)) return null;
  const ids = listedIds(REGISTRIES, host);
  return {
    host,
    id: `\${one(${ids})}`,
    found: {
      condition: `\${length(${ids}) == 1}`,
      message: `The subscription has no container registry ${host}, so the machine cannot be allowed to pull from it.`,
    },
  };
}
