import type { Owner } from '../../../resources/owner';
import { malformed } from './answer';
import { ApiCalls } from './api-calls';
import type { Form, HelixCloudClientOptions } from './api-calls';
import { deployOutcome } from './deploy-stream';
import type { DeployOutcome, DeployProgress } from './deploy-stream';
import type { components } from '../generated/api';
import { validateCluster, validateClusterPage, validateRegionList } from '../generated/answers';
import { AnonymousCalls } from './anonymous-calls';
import { KeyCalls } from './key-calls';
import { followLog, logLinesIn, REOPEN_MS } from './log-lines';
import type { LogEntry } from './log-lines';
import type { CallOptions } from '../../http/retries';

type Schemas = components['schemas'];
/** A cluster as the API shows it. */
export type Cluster = Schemas['Cluster'];
export type CreateClusterRequest = Schemas['CreateClusterRequest'];
export type UpdateClusterRequest = Schemas['UpdateClusterRequest'];
export type DeployRequest = Schemas['DeployRequest'];
export type RegionList = Schemas['RegionList'];

/** On whose behalf a cluster is changed; `incarnation` ties the call to one creation of the id. */
export interface Caller {
  readonly owner: Owner;
  readonly incarnation?: string;
}

/** Which lines of a log: those after `since` (RFC 3339), at most the last `limit` (1 to 1000). */
export interface LogSelection {
  readonly since?: string;
  readonly limit?: number;
}

/** The time for a whole deployment. A stream may continue without an end. */
const DEPLOY_LIMIT_MS = 30 * 60_000;

/**
 * The Helix Cloud API, one method per call of the document. Answers are checked against it. All calls are repeated on
 * 429, server errors and broken connections, and throw CloudError; `call.signal` ends them with HelixError `cancelled`.
 */
export class HelixCloudClient {
  /** As the user wrote it. */
  readonly endpoint: string;
  /** The calls about API keys. */
  readonly keys: KeyCalls;
  /** The calls about instances without an account. */
  readonly anonymous: AnonymousCalls;
  readonly #calls: ApiCalls;

  /** @throws HelixError `config` for an endpoint that is not a URL */
  constructor(options: HelixCloudClientOptions) {
    this.endpoint = options.endpoint;
    this.#calls = new ApiCalls(options);
    this.keys = new KeyCalls(this.#calls);
    this.anonymous = new AnonymousCalls(this.#calls, options.endpoint);
  }

  /** Creates a cluster, or answers the one that this key created before. */
  async create(body: CreateClusterRequest, key: string, call: CallOptions = {}): Promise<Cluster> {
    const { typed, via } = this.#using(call);
    const params = { header: { 'Idempotency-Key': key } };
    const result = await typed.POST('/clusters/create', { params, body, ...via });
    return this.#calls.read(validateCluster, 'POST /clusters/create', result);
  }

  /** The cluster as it is, or null when there is none of that id. */
  async readStatus(id: string, call: CallOptions = {}): Promise<Cluster | null> {
    const { typed, via } = this.#using(call);
    const result = await typed.GET('/clusters/{id}/status', { params: { path: { id } }, ...via });
    return this.#calls.readUnlessMissing(validateCluster, `GET /clusters/${id}/status`, result);
  }

  /** All clusters whose owner has these parts, oldest first. */
  async list(owner: Partial<Owner>, call: CallOptions = {}): Promise<readonly Cluster[]> {
    const { typed, via } = this.#using(call);
    const clusters: Cluster[] = [];
    let cursor: string | null = null;
    do {
      const query = { ...owner, limit: 1000, ...(cursor === null ? {} : { cursor }) };
      const result = await typed.GET('/clusters', { params: { query }, ...via });
      const page: Schemas['ClusterPage'] = this.#calls.read(validateClusterPage, 'GET /clusters', result);
      clusters.push(...page.clusters);
      if (page.next_cursor !== null && page.next_cursor === cursor) {
        throw malformed('GET /clusters', 'the same page comes again and again');
      }
      cursor = page.next_cursor;
    } while (cursor !== null);
    return clusters;
  }

  /** Changes what the body names. The same key with another body is refused. */
  async update(
    id: string,
    body: UpdateClusterRequest,
    key: string,
    caller: Caller,
    call: CallOptions = {},
  ): Promise<Cluster> {
    const { typed, via } = this.#using(call);
    const { path, query, header } = paramsOf(id, caller);
    const params = { path, query, header: { ...header, 'Idempotency-Key': key } };
    const result = await typed.PATCH('/clusters/{id}', { params, body, ...via });
    return this.#calls.read(validateCluster, `PATCH /clusters/${id}`, result);
  }

  /** Begins a deletion. null when there is no such cluster, so that nothing is left to do. */
  async delete(id: string, caller: Caller, call: CallOptions = {}): Promise<Cluster | null> {
    const { typed, via } = this.#using(call);
    const result = await typed.DELETE('/clusters/{id}', { params: paramsOf(id, caller), ...via });
    return this.#calls.readUnlessMissing(validateCluster, `DELETE /clusters/${id}`, result);
  }

  /** Deploys these files and waits for the end. A stream that breaks off is joined again, by the digest. */
  async deploy(
    id: string,
    body: DeployRequest,
    caller: Caller,
    onProgress: (progress: DeployProgress) => void,
    call: CallOptions = {},
  ): Promise<DeployOutcome> {
    const { typed, via } = this.#using(call, 'stream');
    const title = `POST /clusters/${id}/deploy`;
    const params = paramsOf(id, caller);
    const { idleMs, mask } = this.#calls;
    const limits = { idleMs, signal: call.signal, mask, remainingMs: this.#calls.countDown(DEPLOY_LIMIT_MS) };
    return this.#calls.streamRetries.run(title, call, async () => {
      const result = await typed.POST('/clusters/{id}/deploy', { params, body, parseAs: 'stream', ...via });
      this.#calls.assertSuccess(title, result);
      return deployOutcome(title, result.response, onProgress, limits);
    });
  }

  /** Asks a stopped cluster to start. */
  async start(id: string, caller: Caller, call: CallOptions = {}): Promise<Cluster> {
    const { typed, via } = this.#using(call);
    const result = await typed.POST('/clusters/{id}/start', { params: paramsOf(id, caller), ...via });
    return this.#calls.read(validateCluster, `POST /clusters/${id}/start`, result);
  }

  /** Asks a running cluster to stop. */
  async stop(id: string, caller: Caller, call: CallOptions = {}): Promise<Cluster> {
    const { typed, via } = this.#using(call);
    const result = await typed.POST('/clusters/{id}/stop', { params: paramsOf(id, caller), ...via });
    return this.#calls.read(validateCluster, `POST /clusters/${id}/stop`, result);
  }

  /** The lines of a cluster's log that are there now, oldest first. */
  async readLogs(id: string, selection: LogSelection, call: CallOptions = {}): Promise<readonly LogEntry[]> {
    const { typed, via } = this.#using(call, 'lines');
    const params = { path: { id }, query: { ...selection } };
    const result = await typed.GET('/clusters/{id}/logs', { params, parseAs: 'text', ...via });
    const title = `GET /clusters/${id}/logs`;
    this.#calls.assertSuccess(title, result);
    return logLinesIn(typeof result.data === 'string' ? result.data : '', title, this.#calls.mask);
  }

  /** The lines that are there and those that come, until the cluster is gone or `call.signal` is aborted. */
  followLogs(id: string, selection: LogSelection, call: CallOptions = {}): AsyncIterable<LogEntry> {
    const { typed, via } = this.#using(call, 'stream');
    const title = `GET /clusters/${id}/logs`;
    const open = async (since: string | undefined) => {
      const query = { ...selection, ...(since === undefined ? {} : { since, limit: 1000 }), follow: true };
      const params = { path: { id }, query };
      const result = await typed.GET('/clusters/{id}/logs', { params, parseAs: 'stream', ...via });
      this.#calls.assertSuccess(title, result);
      return result.response;
    };
    const pause = () => this.#calls.pause(REOPEN_MS, call.signal);
    return followLog(title, open, pause, { signal: call.signal, mask: this.#calls.mask });
  }

  /** All regions with their sizes and prices. */
  async readRegions(call: CallOptions = {}): Promise<RegionList> {
    const { typed, via } = this.#using(call);
    const result = await typed.GET('/regions', { ...via });
    return this.#calls.read(validateRegionList, 'GET /regions', result);
  }

  #using(call: CallOptions, form: Form = 'json') {
    return { typed: this.#calls.typed, via: this.#calls.via(call, form) };
  }
}

/** `lineage/workspace/address`, each part percent-encoded, as `Helix-Owner` wants it. */
function ownerHeader(owner: Owner): string {
  return [owner.lineage, owner.workspace, owner.address].map(encodeURIComponent).join('/');
}

function paramsOf(id: string, { owner, incarnation }: Caller) {
  return {
    path: { id },
    header: { 'Helix-Owner': ownerHeader(owner) },
    query: incarnation === undefined ? {} : { incarnation },
  };
}
