import { isReference } from '../../secret-shapes';
import type { AnonymousInstance, EnterpriseInstance, EnvVar, HelixInstance } from '../../config';
import { readDbConfig } from '../db-config';
import { readEnvVars } from '../env-vars';
import type { AnonymousCluster, Cluster, Enterprise } from '../../generated/helix';
import { LEAVES_THIS_HOST, readImageBuild } from './image-build';
import { at, readBase, readBuildMode } from './instance-table';
import type { InstanceTable } from './instance-table';
import { NO_DEFAULTS } from '../lifetime';

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
  const { name, preview, protect, source, tags, ttlSeconds } = readBase(from);
  // In the order of the canonical text: there may be many of them, and each is digested.
  return {
    buildMode: readBuildMode(from, 'dev'),
    clusterId: table.cluster_id,
    db: readDbConfig(table),
    envVars: readEnvVars(document, [...path, 'env_vars'], table.env_vars, problems),
    kind: 'helix',
    name,
    ...(preview === true && { preview }),
    protect,
    region: table.region ?? from.defaults.region,
    size: table.size ?? null,
    source,
    tags,
    ttlSeconds,
  };
}

/** Reads `[cloud.N.anonymous]`. */
export function readAnonymousCluster(from: InstanceTable<AnonymousCluster>): AnonymousInstance {
  for (const key of ['deployment_key', 'api_key'] as const) warnOfKey(from, key);
  warnOfProtection(from);
  return {
    kind: 'anonymous',
    ...readBase(from),
    instanceId: from.table.instance_id ?? null,
    deploymentKey: deploymentKeyIn(from.table),
    region: from.table.region ?? from.defaults.region,
    buildMode: readBuildMode(from, 'dev'),
    build: readImageBuild(from, LEAVES_THIS_HOST),
    db: readDbConfig(from.table),
  };
}

function deploymentKeyIn({ deployment_key: value }: AnonymousCluster): EnvVar | null {
  if (value === undefined) return null;
  const name = 'deployment_key';
  return isReference(value)
    ? { name, type: 'reference', variable: value.replace(/^env:/, '') }
    : { name, type: 'literal', value, secret: true };
}

/** Warns that `protect` binds Helix alone, and not the cloud. */
function warnOfProtection(from: InstanceTable<AnonymousCluster>): void {
  if (from.table.protect !== true) return;
  from.problems.warning({
    code: 'ends-anyway',
    message: `\`${from.path.join('.')}.protect\` does not keep the instance: its cloud ends it after 30 days.`,
    hint: `\`helix cloud claim ${from.name}\` keeps it.`,
    place: at(from, 'protect', 'value'),
  });
}

/** Warns of a key that is written into the file, and does not show its line. */
function warnOfKey(from: InstanceTable<AnonymousCluster>, key: 'deployment_key' | 'api_key'): void {
  const value = from.table[key];
  if (value === undefined || isReference(value)) return;
  const variable = key === 'api_key' ? 'HELIX_ANONYMOUS_KEY' : 'HELIX_DEPLOYMENT_KEY';
  from.problems.warning({
    code: 'literal-secret',
    message: `\`${from.path.join('.')}.${key}\` is a secret that is written into the file.`,
    hint: `Write \`${key} = "env:${variable}"\` and set ${variable} where Helix runs.`,
    place: () => from.document.sourceOf([...from.path, key], 'key'),
  });
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
