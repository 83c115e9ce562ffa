import { canonicalJson } from '../values/digest';
import type { JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { Fields } from './fields';

/** The inputs of a cluster: one of the project's own, one without an account, or one that is only shown. */
export type ClusterInputs = OwnClusterInputs | AnonymousClusterInputs | EnterpriseClusterInputs;

/** The inputs of a cluster that the project owns (`[cloud.N.helix]`). */
export interface OwnClusterInputs {
  readonly type: 'own';
  /** The Helix Cloud that it lives on. */
  readonly endpoint: string;
  readonly clusterId: string;
  readonly region: string;
  /** null: the default of the region. */
  readonly size: string | null;
  readonly buildMode: 'dev' | 'release';
  /** Engine settings in the words of the Helix Cloud API. */
  readonly dbConfig: JsonObject;
  /** Name -> `env:VARIABLE`, `literal:TEXT` or `secret:FINGERPRINT`; `unknown` for one that an import found. */
  readonly envVars: Readonly<Record<string, string>>;
  /** Path of a `.hx` file -> SHA-256 of its text. */
  readonly queries: Readonly<Record<string, string>>;
}

/** The inputs of a cluster without an account (`[cloud.N.anonymous]`), which runs an image of the project. */
export interface AnonymousClusterInputs {
  readonly type: 'anonymous';
  readonly endpoint: string;
  readonly region: string;
  readonly buildMode: 'dev' | 'release';
  readonly dbConfig: JsonObject;
  /** The digest of the image. */
  readonly image: string;
}

/** The inputs of a cluster that is shown, and never created or destroyed (`[enterprise.N]`). */
export interface EnterpriseClusterInputs {
  readonly type: 'enterprise';
  /** A cluster id, or `cluster:<id>` / `tenant:<id>`. */
  readonly id: string;
}

/** A cluster as its cloud shows it: everything but where that cloud is. */
export type SeenClusterInputs = Omit<OwnClusterInputs, 'type' | 'endpoint'>;

export function encodeCluster(inputs: ClusterInputs): JsonObject {
  switch (inputs.type) {
    case 'own':
      // In the order of the canonical text: there are many of them.
      return {
        build_mode: inputs.buildMode,
        cluster_id: inputs.clusterId,
        db_config: inputs.dbConfig,
        endpoint: inputs.endpoint,
        env_vars: inputs.envVars,
        queries: inputs.queries,
        region: inputs.region,
        size: inputs.size,
      };
    case 'anonymous':
      return {
        endpoint: inputs.endpoint,
        anonymous: true,
        region: inputs.region,
        build_mode: inputs.buildMode,
        db_config: inputs.dbConfig,
        image: inputs.image,
      };
    case 'enterprise':
      return { id: inputs.id };
  }
}

/** Returns the inputs that an observation of the cluster corrects. */
export function encodeSeenCluster(inputs: SeenClusterInputs): JsonObject {
  return {
    cluster_id: inputs.clusterId,
    region: inputs.region,
    size: inputs.size,
    build_mode: inputs.buildMode,
    db_config: inputs.dbConfig,
    env_vars: inputs.envVars,
    queries: inputs.queries,
  };
}

/** Reads the inputs of a cluster; their keys tell its type. Throws HelixError `state` for an invalid value. */
export function decodeCluster(address: Address, json: JsonObject): ClusterInputs {
  const fields = new Fields(address, json);
  if ('anonymous' in json) {
    return {
      type: 'anonymous',
      endpoint: fields.text('endpoint'),
      region: fields.text('region'),
      buildMode: fields.oneOf('build_mode', ['dev', 'release'], 'release'),
      dbConfig: fields.object('db_config'),
      image: fields.text('image'),
    };
  }
  return 'id' in json ? { type: 'enterprise', id: fields.text('id') } : decodeOwnCluster(address, json);
}

/** Reads the inputs of a cluster that the project owns. Throws HelixError `state` for an invalid value. */
export function decodeOwnCluster(address: Address, json: JsonObject): OwnClusterInputs {
  const fields = new Fields(address, json);
  return {
    type: 'own',
    ...identityIn(fields),
    region: fields.text('region'),
    size: fields.textOrNull('size'),
    buildMode: fields.oneOf('build_mode', ['dev', 'release'], 'release'),
    dbConfig: fields.object('db_config'),
    envVars: fields.textByName('env_vars'),
    queries: fields.textByName('queries'),
  };
}

/** The place of a cluster: an endpoint has one cluster of an id. */
export type ClusterIdentity = Pick<OwnClusterInputs, 'endpoint' | 'clusterId'>;

/** Reads the place of a cluster; null for one that the project does not own. */
export function clusterIdentity(address: Address, json: JsonObject): ClusterIdentity | null {
  return 'anonymous' in json || 'id' in json ? null : identityIn(new Fields(address, json));
}

/** Whether it is a cluster without an account. */
export function isAnonymous(json: JsonObject): boolean {
  return 'anonymous' in json;
}

/** Returns a text that only one cluster can have at a time; null for one that the project does not own. */
export function clusterKey(address: Address, json: JsonObject): string | null {
  const [endpoint, id] = [clusterEndpoint(address, json), clusterId(address, json)];
  return endpoint === null || id === null ? null : canonicalJson([endpoint, id]);
}

/** Reads the id of a cluster; null for one that the project does not own. */
export function clusterId(address: Address, json: JsonObject): string | null {
  return new Fields(address, json).textOrNull('cluster_id');
}

/** Reads the requested size; null for the default, and for a cluster whose size nobody chooses. */
export function clusterSize(address: Address, json: JsonObject): string | null {
  return new Fields(address, json).textOrNull('size');
}

/** Reads the Helix Cloud that a cluster lives on; null for one that is only shown. */
export function clusterEndpoint(address: Address, json: JsonObject): string | null {
  return new Fields(address, json).textOrNull('endpoint');
}

/** Reads the files of a cluster; empty for one that has none of its own. */
export function clusterQueries(address: Address, json: JsonObject): OwnClusterInputs['queries'] {
  return new Fields(address, json).textByName('queries');
}

function identityIn(fields: Fields): ClusterIdentity {
  return { endpoint: fields.text('endpoint'), clusterId: fields.text('cluster_id') };
}
