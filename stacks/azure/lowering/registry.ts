import type { RegistryRepoInputs } from '../../../src/resources/registry-repo';
import type { LoweredBlocks, Owner } from '../../cloud';
import { identifier } from '../../identifier';
import { BlockStack } from '../../lowering/block-stack';
import { helixId, HELIX_SCOPE, literal } from '../../template';
import { ARM_TYPES } from '../arm-types';
import { addAzapiResource } from './azapi-resource';
import { groupId, groupName, registryName } from './names';
import { tagsOf } from './tags';

/** A container registry in a resource group of its own. Repositories in it come into being when an image is pushed. */
export function containerRegistry(
  owner: Owner,
  source: { readonly name: string; readonly region: string; readonly inputs: RegistryRepoInputs },
): LoweredBlocks {
  const { region: location, inputs } = source;
  const stack = new BlockStack();
  const id = identifier(source.name);
  const unique = helixId(owner.address);
  const tags = tagsOf(owner, inputs.tags);
  const group = `azapi_resource.group_${id}`;
  const primary = `azapi_resource.registry_${id}`;
  const name = registryName(inputs.name, unique);
  const parent = addAzapiResource(stack, group, {
    type: ARM_TYPES.group,
    parent_id: `/subscriptions/${HELIX_SCOPE}`,
    name: groupName(inputs.name, unique),
    location,
    tags,
    body: {},
  });
  addAzapiResource(stack, primary, {
    type: ARM_TYPES.registry,
    parent_id: parent,
    name,
    location,
    tags,
    body: { sku: { name: 'Basic' }, properties: { adminUserEnabled: false } },
    response_export_values: { host: 'properties.loginServer' },
  });
  const scope = groupId(inputs.name, unique);
  return {
    ...stack.blocks(),
    primary,
    outputs: {
      repository_url:
        inputs.registry === null
          ? { address: primary, attribute: 'output.host', format: literal(`{}/${inputs.name}`) }
          : { address: primary, attribute: 'id', format: literal(`${inputs.registry}/${inputs.name}`) },
      registry_id: { address: primary, attribute: 'id' },
    },
    probes: {
      [group]: { by: 'name', name: scope },
      [primary]: { by: 'name', name: `${scope}/providers/Microsoft.ContainerRegistry/registries/${name}` },
    },
    secrets: {},
  };
}
