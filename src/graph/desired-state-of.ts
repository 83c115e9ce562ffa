import { Resource, TtlPolicy } from '../../constructs';
import type { HelixProject } from '../../constructs';
import { digestOf } from '../values/digest';
import type { Address } from '../values/resource';
import type { DesiredResource, DesiredState } from './desired-state';

/**
 * Returns the tree as plain data: resources in the order of the tree, but each after those it depends on.
 * @throws Error when a block is invalid or depends on itself: the configuration was checked, so that is a bug
 */
export function desiredStateOf(project: HelixProject): DesiredState {
  const invalid = project.node.validate();
  if (invalid.length > 0) throw new Error(invalid.join('; '));
  const resources: Resource[] = [];
  const ttls: TtlPolicy[] = [];
  // One walk: the tree may hold 100,000 nodes.
  for (const node of project.node.findAll()) {
    if (node instanceof TtlPolicy) ttls.push(node);
    else if (node instanceof Resource) resources.push(node);
  }
  return {
    resources: inOrder(resources, new Map(ttls.map(({ target, seconds }) => [target, seconds]))),
    ttlPolicies: ttls.map(({ address, target, seconds }) => ({ address, target: target.address, seconds })),
  };
}

/** Returns resources as data, each after those it depends on. */
function inOrder(
  resources: readonly Resource[],
  ttls: ReadonlyMap<Resource, number>,
): readonly DesiredResource[] {
  const done = new Map<Resource, DesiredResource>();
  const visiting = new Set<Resource>();
  const visit = (resource: Resource): void => {
    if (done.has(resource)) return;
    if (visiting.has(resource)) throw new Error(`${resource.address} depends on itself`);
    visiting.add(resource);
    const dependencies = resource.node.dependencies.filter((node) => node instanceof Resource);
    dependencies.forEach(visit);
    const dependsOn = dependencies.map(({ address }) => address);
    done.set(resource, dataOf(resource, dependsOn, ttls.get(resource) ?? null));
  };
  resources.forEach(visit);
  return [...done.values()];
}

function dataOf(
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
