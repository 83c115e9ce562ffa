import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import type { RegistryRepoInputs } from '../../../src/resources/registry-repo';
import { BlockStack } from '../../lowering/block-stack';
import { identifier } from '../../identifier';
import type { LoweredBlocks, Owner } from '../../cloud';
import { literal } from '../../template';
import { tagsOf } from './tags';

/**
 * An ECR repository with immutable tags and scanned images. No rule of its own removes images: those of one platform have
 * no tag, and a machine may run them.
 */
export function ecrRepository(
  owner: Owner,
  { name, inputs }: { readonly name: string; readonly inputs: RegistryRepoInputs },
): LoweredBlocks {
  const repository = inputs.name;
  const stack = new BlockStack();
  const id = identifier(name);
  const primary = `aws_ecr_repository.${id}`;
  new EcrRepository(stack, primary, {
    name: literal(repository),
    imageTagMutability: 'IMMUTABLE',
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfiguration: [{ encryptionType: 'AES256' }],
    // The approval of a deletion covers the images in it.
    forceDelete: true,
    tags: tagsOf(owner, inputs.tags),
  });
  return {
    ...stack.blocks(),
    primary,
    outputs: {
      repository_url:
        inputs.registry === null
          ? { address: primary, attribute: 'repository_url' }
          : { address: primary, attribute: 'name', format: literal(`${inputs.registry}/{}`) },
      repository_arn: { address: primary, attribute: 'arn' },
    },
    probes: { [primary]: { by: 'name', name: literal(repository) } },
    secrets: {},
  };
}
