import { ArtifactRegistryRepository } from '@cdktf/provider-google/lib/artifact-registry-repository';
import type { RegistryRepoInputs } from '../../../src/resources/registry-repo';
import type { LoweredBlocks, Owner } from '../../cloud';
import { identifier } from '../../identifier';
import { descriptionOf, labelsOf } from '../labels';
import { BlockStack } from '../../lowering/block-stack';
import { literal } from '../../template';
import { repositoryId } from './names';

/** A repository of images in Artifact Registry, with immutable tags. No rule of its own removes images. */
export function artifactRepository(
  owner: Owner,
  place: { readonly name: string; readonly region: string },
  inputs: RegistryRepoInputs,
): LoweredBlocks {
  const stack = new BlockStack();
  const primary = `google_artifact_registry_repository.${identifier(place.name)}`;
  const repository = repositoryId(inputs.name);
  new ArtifactRegistryRepository(stack, primary, {
    repositoryId: repository,
    location: place.region,
    format: 'DOCKER',
    description: descriptionOf(owner),
    dockerConfig: { immutableTags: true },
    labels: labelsOf(owner, inputs.tags),
  });
  const host = inputs.registry === null ? '{location}-docker.pkg.dev' : literal(inputs.registry);
  return {
    ...stack.blocks(),
    primary,
    outputs: {
      // An image has a name within its repository.
      repository_url: {
        address: primary,
        attribute: 'repository_id',
        format: `${host}/{project}/{}/image`,
      },
    },
    probes: { [primary]: { by: 'name', name: `${place.region}/${repository}` } },
    secrets: {},
  };
}
