import { cloudOfTable } from '../clouds';
import { RegistryRepo } from '../../constructs';
import type { HelixProject } from '../../constructs';
import type { RegistryInstance } from '../config/config';
import type { TreeInput } from './tree-input';
import { builtImage } from './images';
import { hasImageSource } from './project-contents';
import { encodeRegistryRepo } from '../resources/registry-repo';
import type { LoginSource } from '../resources/registry-access';
import { envInputs, loweringOf } from './inputs';
import { inWorkspace } from './naming';

/** A repository in a registry, with the project's image pushed to it, if there is one. */
export function registryRepo(
  project: HelixProject,
  instance: RegistryInstance,
  input: TreeInput,
): RegistryRepo {
  // Helix creates repositories in clouds; any other registry makes its repository with the first push.
  const cloud = cloudOfTable(instance.kind);
  const repository = inWorkspace(instance.repository, input);
  const repo = new RegistryRepo(project, instance.name, {
    engine: cloud === undefined ? 'none' : 'terraform',
    provider: cloud ?? instance.kind,
    readOnly: cloud === undefined,
    region: instance.region,
    protect: instance.protect,
    source: instance.source,
    inputs: encodeRegistryRepo({
      name: repository,
      lowering: cloud === undefined ? null : loweringOf(cloud),
      registry: instance.registryUrl,
      ...(cloud !== undefined && instance.account !== undefined && { account: instance.account }),
      region: instance.region,
      auth: instance.authType,
      // Only clouds know tags.
      tags: cloud === undefined ? {} : instance.tags,
    }),
  });
  // A repository may serve images that are built elsewhere.
  if (!hasImageSource(input.contents, instance.name)) return repo;
  const { image } = builtImage(project, instance, input, {
    destination: {
      type: 'registry',
      host: instance.registryUrl,
      repository,
      access: { login: loginOf(instance, cloud), insecure: instance.insecure, pushTags: instance.pushTags },
    },
    build: instance.build,
  });
  image.node.addDependency(repo);
  return repo;
}

function loginOf({ auth, region, account }: RegistryInstance, cloud: string | undefined): LoginSource {
  if (auth !== null) {
    const { username = '', password = '' } = envInputs(auth);
    return { type: 'table', username, password };
  }
  if (cloud !== undefined && region !== null)
    return { type: 'cloud', cloud, region, account: account ?? null };
  return account === undefined ? { type: 'docker' } : { type: 'account', account };
}
