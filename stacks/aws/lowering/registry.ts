import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import type { RegistryRepoInputs } from '../../../src/resources/registry-repo';
import type { Json } from '../../../src/values/json';
import { BlockStack } from '../../lowering/block-stack';
import { identifier } from '../../identifier';
import type { LoweredBlocks, Owner } from '../../cloud';
import { literal } from '../../template';
import { tagsOf } from './tags';

/** An ECR repository with immutable tags and scanned images, which removes untagged images after two weeks. */
export function ecrRepository(
  owner: Owner,
  { name, inputs }: { readonly name: string; readonly inputs: RegistryRepoInputs },
): LoweredBlocks {
  const repository = inputs.name;
  const stack = new BlockStack();
  const id = identifier(name);
  const primary = `aws_ecr_repository.${id}`;
  const policy = `aws_ecr_lifecycle_policy.${id}`;
  const made = new EcrRepository(stack, primary, {
    name: literal(repository),
    imageTagMutability: 'IMMUTABLE',
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfiguration: [{ encryptionType: 'AES256' }],
    // The approval of a deletion covers the images in it.
    forceDelete: true,
    tags: tagsOf(owner, inputs.tags),
  });
  new EcrLifecyclePolicy(stack, policy, { repository: made.name, policy: JSON.stringify(UNTAGGED) });
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
    probes: { [primary]: { by: 'name', name: literal(repository) }, [policy]: { by: 'create' } },
    secrets: {},
  };
}

const UNTAGGED: Json = {
  rules: [
    {
      rulePriority: 1,
      description: 'Images that no tag names go after two weeks',
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 },
      action: { type: 'expire' },
    },
  ],
};
