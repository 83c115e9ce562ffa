import { Cluster } from '../../constructs';
import type { HelixProject } from '../../constructs';
import type { AnonymousInstance, EnterpriseInstance, HelixInstance } from '../config/config';
import { encodeCluster } from '../resources/cluster';
import type { TreeInput } from './tree-input';
import { builtImage } from './images';
import { dbConfigInputs, envInputs } from './inputs';
import { HELIX_CLOUD_PROVIDER } from '../values/resource';
import { inWorkspace } from './naming';

const HELIX_CLOUD = { engine: 'helix-cloud', provider: HELIX_CLOUD_PROVIDER } as const;

/** `[cloud.N.helix]`: one cluster; its schema and queries are an attribute of it, by digest. */
export function helixCluster(project: HelixProject, instance: HelixInstance, input: TreeInput): Cluster {
  return new Cluster(project, instance.name, {
    ...HELIX_CLOUD,
    region: instance.region,
    protect: instance.protect,
    source: instance.source,
    inputs: encodeCluster({
      type: 'own',
      endpoint: input.config.helixCloud.endpoint,
      clusterId: inWorkspace(instance.clusterId, input),
      region: instance.region,
      size: instance.size,
      buildMode: instance.buildMode,
      dbConfig: dbConfigInputs(instance.db),
      envVars: envInputs(instance.envVars),
      queries: input.contents.queries,
    }),
  });
}

/** `[cloud.N.anonymous]`: a cluster without an account, run from an image of the project. */
export function anonymousCluster(
  project: HelixProject,
  instance: AnonymousInstance,
  input: TreeInput,
): Cluster {
  const { image, reference } = builtImage(project, instance, input, {
    // It stays on this host until the instance that it is pushed to exists.
    destination: { type: 'engine', repository: `helix-${input.config.project.name}-${instance.name}` },
    build: instance.build,
  });
  const cluster = new Cluster(project, instance.name, {
    ...HELIX_CLOUD,
    region: instance.region,
    protect: instance.protect,
    source: instance.source,
    inputs: encodeCluster({
      type: 'anonymous',
      endpoint: input.config.helixCloud.endpoint,
      region: instance.region,
      buildMode: instance.buildMode,
      dbConfig: dbConfigInputs(instance.db),
      image: reference,
    }),
  });
  cluster.node.addDependency(image);
  return cluster;
}

/** `[enterprise.N]`: shown, never created or destroyed. */
export function enterpriseCluster(project: HelixProject, instance: EnterpriseInstance): Cluster {
  return new Cluster(project, instance.name, {
    ...HELIX_CLOUD,
    readOnly: true,
    source: instance.source,
    inputs: encodeCluster({ type: 'enterprise', id: instance.id }),
  });
}
