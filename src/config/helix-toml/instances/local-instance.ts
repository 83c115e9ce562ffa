import type { LocalInstance } from '../../config';
import { readDbConfig } from '../db-config';
import { readEnvVars } from '../env-vars';
import type { Local, S3 } from '../../generated/helix';
import { BUILD_KEYS, readImageBuild } from './image-build';
import { at, readBase, readBuildMode } from './instance-table';
import type { InstanceTable } from './instance-table';
import { NO_DEFAULTS } from '../lifetime';

/** The default port of a local instance. */
export const DEFAULT_PORT = 6969;
const DEFAULT_IMAGE = 'ghcr.io/helixdb/helixdb';
const DEFAULT_TAG = 'v0.0.11';

/** The keys of a prebuilt image, and the keys that only a build reads. */
const PREBUILT_KEYS = ['image', 'tag', 'pull', 'storage', 's3'];
const BUILT_KEYS = [
  'build_mode',
  ...BUILD_KEYS,
  'vector_config',
  'graph_config',
  'mcp',
  'bm25',
  'embedding_model',
  'graphvis_node_label',
];

/**
 * Reads `[local.N]`: prebuilt with a key of a prebuilt image, built with a key of a build. Without either,
 * `builtByDefault` decides.
 */
export function readLocal(from: InstanceTable<Local>, builtByDefault: boolean): LocalInstance {
  const { table } = from;
  const prebuilt = PREBUILT_KEYS.some((key) => Object.hasOwn(table, key));
  const buildKeys = BUILT_KEYS.filter((key) => Object.hasOwn(table, key));
  const built = !prebuilt && (buildKeys.length > 0 || builtByDefault);
  if (!built) buildKeys.forEach((key) => noteUnused(from, key));
  if (table.bind === '0.0.0.0') warnOfNetwork(from);
  return {
    kind: 'local',
    ...readBase(from, NO_DEFAULTS),
    port: table.port ?? DEFAULT_PORT,
    bind: table.bind ?? '127.0.0.1',
    cpus: table.cpus ?? null,
    memoryGb: table.memory_gb ?? null,
    envVars: readEnvVars(from.document, [...from.path, 'env_vars'], table.env_vars, from.problems),
    runtime: built
      ? { type: 'built', buildMode: readBuildMode(from, 'dev'), build: readImageBuild(from, null) }
      : readPrebuilt(from),
    db: readDbConfig(table),
  };
}

function readPrebuilt(from: InstanceTable<Local>): Extract<LocalInstance['runtime'], { type: 'prebuilt' }> {
  const { image, tag, pull = 'missing', storage = 'memory', s3 } = from.table;
  if (storage === 's3' && s3 === undefined) {
    from.problems.error({
      code: 'missing-key',
      message: `\`[${from.path.join('.')}]\` needs \`s3\`, because its storage is \`s3\`.`,
      hint: `Add \`[${from.path.join('.')}.s3]\` with \`bucket = "..."\`.`,
      place: at(from, 'storage', 'value'),
    });
  }
  if (storage !== 's3' && s3 !== undefined) {
    from.problems.error({
      code: 'contradiction',
      message: `\`[${from.path.join('.')}.s3]\` names a bucket, but the storage is \`${storage}\`.`,
      hint: 'Write `storage = "s3"`, or remove the table.',
      place: at(from, 's3', 'key'),
    });
  }
  return {
    type: 'prebuilt',
    image: image ?? DEFAULT_IMAGE,
    tag: tag ?? DEFAULT_TAG,
    pull,
    storage,
    s3: s3 === undefined ? null : readS3(s3),
  };
}

function readS3(s3: S3): NonNullable<Extract<LocalInstance['runtime'], { type: 'prebuilt' }>['s3']> {
  const endpoint = s3.endpoint_url ?? null;
  return {
    bucket: s3.bucket.trim(),
    prefix: `${(s3.prefix ?? 'db').trim().replace(/^\/+|\/+$/g, '')}/`,
    region: (s3.region ?? 'us-east-1').trim(),
    endpointUrl: endpoint,
    allowHttp: (s3.allow_http ?? false) || (endpoint?.startsWith('http://') ?? false),
  };
}

function warnOfNetwork(from: InstanceTable<Local>): void {
  from.problems.warning({
    code: 'open-to-network',
    message: `\`${from.path.join('.')}.bind\` publishes a database without a password to every network that this host is in.`,
    hint: 'Leave `bind` out, so that only this host reaches it.',
    place: at(from, 'bind', 'value'),
  });
}

function noteUnused(from: InstanceTable<Local>, key: string): void {
  from.problems.note({
    code: 'not-used',
    message: `\`${from.path.join('.')}.${key}\` is read, not used: the image is prebuilt.`,
    place: at(from, key, 'key'),
  });
}
