import { HelixError } from '../../../errors';
import type { JsonObject } from '../../../values/json';

/** What a record of kind `cluster` asks for, as desired state wrote it into `inputs`. */
export interface ClusterInputs {
  readonly endpoint: string;
  readonly cluster_id: string;
  readonly region: string;
  /** null: the default of the region. */
  readonly size: string | null;
  readonly build_mode: 'dev' | 'release';
  readonly db_config: JsonObject;
  /** Name -> `env:VARIABLE`, `literal:TEXT` or `secret:FINGERPRINT`; `unknown` for what an import found. */
  readonly env_vars: Readonly<Record<string, string>>;
  /** Path of a `.hx` file -> SHA-256 of its text. */
  readonly queries: Readonly<Record<string, string>>;
}

/**
 * Reads the inputs of a cluster record.
 * @throws HelixError `config` when something is missing: the state or the plan that they stand in was edited by hand
 */
export function clusterInputs(inputs: JsonObject): ClusterInputs {
  const { endpoint, cluster_id, region, size, build_mode, db_config, env_vars, queries } = inputs;
  return {
    endpoint: text('endpoint', endpoint),
    cluster_id: text('cluster_id', cluster_id),
    region: text('region', region),
    size: size === null || size === undefined ? null : text('size', size),
    build_mode: build_mode === 'dev' ? 'dev' : 'release',
    db_config: object('db_config', db_config),
    env_vars: texts('env_vars', env_vars),
    queries: texts('queries', queries),
  };
}

function text(key: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw edited(`text as \`${key}\``);
}

function object(key: string, value: unknown): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw edited(`object as \`${key}\``);
}

function texts(key: string, value: unknown): Record<string, string> {
  const entries = Object.entries(object(key, value ?? {}));
  return Object.fromEntries(entries.map(([name, member]) => [name, text(`${key}.${name}`, member)]));
}

function edited(what: string): HelixError {
  return new HelixError(
    'config',
    `the recorded inputs of a cluster have no ${what}: they were edited by hand`,
    {
      hint: '`helix state verify` names the record.',
    },
  );
}
