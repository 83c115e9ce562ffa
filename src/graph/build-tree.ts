import { HelixProject, TtlPolicy } from '../../constructs';
import type { Resource } from '../../constructs';
import type { DeclaredInstance } from '../config/config';
import { anonymousCluster, enterpriseCluster, helixCluster } from './clusters';
import { deployedInstance, flyInstance, localInstance } from './instances';
import { registryRepo } from './registries';
import type { TreeInput } from './tree-input';

/** Returns the construct tree of a project in a workspace, in the order of the configuration. */
export function buildTree(input: TreeInput): HelixProject {
  const project = new HelixProject(input.config.project.name);
  for (const instance of input.config.instances) {
    const target = addInstance(project, instance, input);
    if (instance.ttlSeconds !== null) new TtlPolicy(target, instance.ttlSeconds);
  }
  return project;
}

/** Adds the resources of one table, and returns the one that its TTL ends. */
function addInstance(project: HelixProject, instance: DeclaredInstance, input: TreeInput): Resource {
  // Only registries have a repository.
  if ('repository' in instance) return registryRepo(project, instance, input);
  switch (instance.kind) {
    case 'helix':
      return helixCluster(project, instance, input);
    case 'anonymous':
      return anonymousCluster(project, instance, input);
    case 'enterprise':
      return enterpriseCluster(project, instance);
    case 'fly':
      return flyInstance(project, instance, input);
    case 'local':
      return localInstance(project, instance, input);
    case 'deploy':
      return deployedInstance(project, instance, input);
  }
}
