import { Resource, TtlPolicy } from '../../constructs';
import type { HelixProject } from '../../constructs';
import { digestOf } from '../values/digest';
import type { Address } from '../values/resource';
import type { DesiredResource, DesiredState, DesiredTtlPolicy } from './desired-state';

/**
 * The tree as plain data: resources in the order of the tree, but each after what it depends on.
 * @throws Error when a block is invalid or depends on itself: the configuration was checked, so that is a bug
 */
export function desiredStateOf(project: HelixProject): DesiredState {
  const mistakes = project.node.validate();
  if (mistakes.length > 0) throw new Error(mistakes.join('; '));
  const resources = new Map<Resource, DesiredResource>();
  const ttlPolicies: DesiredTtlPolicy[] = [];
  const ttls = new Map<Resource, number>();
  const found: Resource[] = [];
  // One walk: the tree may hold 100,000 nodes.
  for (const node of project.node.findAll()) {
    if (node instanceof TtlPolicy) {
      ttls.set(node.target, node.seconds);
      ttlPolicies.push({ address: node.address, target: node.target.address, seconds: node.seconds });
    } else if (node instanceof Resource) found.push(node);
  }
  const visiting = new Set<Resource>();
  const visit = (resource: Resource): void => {
    if (resources.has(resource)) return;
    if (visiting.has(resource)) throw new Error(`${resource.address} depends on itself`);
    visiting.add(resource);
    const dependencies = resource.node.dependencies.filter((node) => node instanceof Resource);
    dependencies.forEach(visit);
    resources.set(
      resource,
      asData(
        resource,
        dependencies.map((dependency) => dependency.address),
        ttls.get(resource) ?? null,
      ),
    );
  };
  found.forEach(visit);
  return { resources: [...resources.values()], ttlPolicies };
}

function asData(
  resource: Resource,
  dependsOn: readonly Address[],
  ttlSeconds: number | null,
): DesiredResource {
  const { props } = resource;
  return {
    address: resource.address,
    kind: resource.kind,
    name: resource.resourceName,
    engine: props.engine,
    provider: props.provider,
    region: props.region ?? null,
    inputs: props.inputs,
    inputsDigest: digestOf(props.inputs),
    dependsOn,
    protect: props.protect ?? false,
    ttlSeconds,
    readOnly: props.readOnly ?? false,
    scope: props.scope ?? 'shared',
    source: props.source,
  };
}
