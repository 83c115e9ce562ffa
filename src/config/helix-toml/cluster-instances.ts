import type { AnonymousInstance, EnterpriseInstance, HelixInstance } from '../config';
import { readDbConfig } from './db-config';
import { readEnvVars } from './env-vars';
import type { AnonymousCluster, Cluster, Enterprise } from '../generated/helix';
import { at, readBase, readBuildMode } from './instance-table';
import type { InstanceTable } from './instance-table';
import { NO_DEFAULTS } from './lifetime';

const PLACEHOLDER = 'YOUR_CLUSTER_ID';

/** Reads `[cloud.N.helix]`. */
export function readCluster(from: InstanceTable<Cluster>): HelixInstance {
  const { table, document, path, problems } = from;
  if (table.cluster_id === PLACEHOLDER) {
    problems.error({
      code: 'placeholder',
      message: `\`${path.join('.')}.cluster_id\` is still the placeholder \`${PLACEHOLDER}\`.`,
      hint: `Choose a unique id, for example \`helix-${from.name}\` and some random letters.`,
      place: at(from, 'cluster_id', 'value'),
    });
  }
  const { name, protect, source, ttlSeconds } = readBase(from);
  // In the order of the canonical text: there may be many of them, and each is digested.
  return {
    buildMode: readBuildMode(from, 'dev'),
    clusterId: table.cluster_id,
    db: readDbConfig(table),
    envVars: readEnvVars(document, [...path, 'env_vars'], table.env_vars, problems),
    kind: 'helix',
    name,
    protect,
    region: table.region ?? from.defaults.region,
    size: table.size ?? null,
    source,
    ttlSeconds,
  };
}

/** Reads `[cloud.N.anonymous]`. */
export function readAnonymousCluster(from: InstanceTable<AnonymousCluster>): AnonymousInstance {
  return {
    kind: 'anonymous',
    ...readBase(from),
    region: from.table.region ?? from.defaults.region,
    buildMode: readBuildMode(from, 'dev'),
    db: readDbConfig(from.table),
  };
}

/** Reads `[enterprise.N]`, which has a `cluster_id` (older files) or a `database`. */
export function readEnterprise(from: InstanceTable<Enterprise>): EnterpriseInstance {
  const { cluster_id: cluster, database } = from.table;
  if (cluster === undefined && database === undefined) {
    from.problems.error({
      code: 'missing-key',
      message: `\`[${from.path.join('.')}]\` needs \`database\`.`,
      hint: 'Add `database = "cluster:<id>"`, or `cluster_id = "<id>"` as in older files.',
      place: () => from.document.place(from.path, 'table'),
    });
  }
  if (cluster !== undefined && database !== undefined) {
    from.problems.error({
      code: 'two-names',
      message: `\`[${from.path.join('.')}]\` has both \`cluster_id\` and \`database\`.`,
      hint: 'Keep `database`.',
      place: at(from, 'cluster_id', 'key'),
    });
  }
  return {
    kind: 'enterprise',
    ...readBase({ ...from, table: {} }, NO_DEFAULTS),
    id: database ?? cluster ?? '',
  };
}
