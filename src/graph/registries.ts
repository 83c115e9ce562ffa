import { RegistryRepo } from '../../constructs';
import type { HelixProject } from '../../constructs';
import type { RegistryInstance } from '../config/config';
import type { TreeInput } from './tree-input';
import { builtImage } from './images';
import { loweringInput } from './inputs';
import { inWorkspace } from './naming';

/** `[cloud.N.ecr]`, `.ghcr`, `.docker_hub`, `.registry`: a repository, and the project's image pushed to it. */
export function pushedImage(
  project: HelixProject,
  instance: RegistryInstance,
  input: TreeInput,
): RegistryRepo {
  const repo = new RegistryRepo(project, instance.name, {
    // Only ECR repositories are created; any other registry makes its repository with the first push.
    engine: instance.kind === 'ecr' ? 'terraform' : 'none',
    provider: instance.kind === 'ecr' ? 'aws' : instance.kind,
    readOnly: instance.kind !== 'ecr',
    region: instance.region,
    protect: instance.protect,
    source: instance.source,
    inputs: {
      name: inWorkspace(instance.repository, input.workspace),
      ...(instance.kind === 'ecr' ? loweringInput('aws') : {}),
      registry: instance.registryUrl,
      region: instance.region,
      auth: instance.authType,
    },
  });
  const repository = inWorkspace(instance.repository, input.workspace);
  builtImage(project, instance, input, { repository }).node.addDependency(repo);
  return repo;
}
