import type { Owner } from '../../../resources/owner';
import type { CallOptions } from '../../http/retries';
import type { components } from '../generated/api';
import { validateAnonymousCreated, validateAnonymousInstance, validateCluster } from '../generated/answers';
import type { ApiCalls, CallResult } from './api-calls';
import { readImageOutcome } from './image-stream';
import type { ImageOutcome } from './image-stream';
import { CloudError, isCloudError } from './cloud-error';
import { followLog, logLinesIn, REOPEN_MS } from './log-lines';
import type { LogEntry } from './log-lines';

type Schemas = components['schemas'];
/** An instance without an account as the API shows it. */
export type AnonymousInstance = Schemas['AnonymousInstance'];
/** The answer to its creation, with its keys. */
export type AnonymousCreated = Schemas['AnonymousCreated'];
export type CreateAnonymousRequest = Schemas['CreateAnonymousRequest'];

/** An instance, the key that deploys it, and where that was found. */
export interface KeyedInstance {
  readonly id: string;
  readonly key: string;
  readonly source: string;
}

const DEPLOY_LIMIT_MS = 30 * 60_000;

/** The calls of the API about instances without an account. They are repeated, and throw, as those about clusters are. */
export class AnonymousCalls {
  readonly #calls: ApiCalls;
  readonly #endpoint: string;

  constructor(calls: ApiCalls, endpoint: string) {
    this.#calls = calls;
    this.#endpoint = endpoint;
  }

  /** Creates an instance, or answers the one that this key created before. */
  async create(
    body: CreateAnonymousRequest,
    idempotencyKey: string,
    call: CallOptions = {},
  ): Promise<AnonymousCreated> {
    return this.#created(await this.#post(body, idempotencyKey, false, call));
  }

  /** Finds the instance that this key has created; null for none. Creates nothing. */
  async find(
    body: CreateAnonymousRequest,
    idempotencyKey: string,
    call: CallOptions = {},
  ): Promise<AnonymousCreated | null> {
    try {
      return this.#created(await this.#post(body, idempotencyKey, true, call));
    } catch (error) {
      if (isCloudError(error, 'missing')) return null;
      throw error;
    }
  }

  /** The instance as it is; null when it was deleted. Throws CloudError `gone` when it has ended. */
  async readStatus(of: KeyedInstance, call: CallOptions = {}): Promise<AnonymousInstance | null> {
    const result = await this.#calls.typed.GET('/anonymous/instances/{id}/status', {
      params: { path: { id: of.id } },
      ...this.#as(of, call),
    });
    return this.#unlessMissing(of, result, () =>
      this.#calls.read(validateAnonymousInstance, `GET /anonymous/instances/${of.id}/status`, result),
    );
  }

  /** Deletes the instance. null when there is none, so that nothing is left to do. */
  async delete(of: KeyedInstance, call: CallOptions = {}): Promise<AnonymousInstance | null> {
    const result = await this.#calls.typed.DELETE('/anonymous/instances/{id}', {
      params: { path: { id: of.id } },
      ...this.#as(of, call),
    });
    return this.#unlessMissing(of, result, () =>
      this.#calls.read(validateAnonymousInstance, `DELETE /anonymous/instances/${of.id}`, result),
    );
  }

  /** Deploys an image by its digest, and waits for the end. A stream that breaks off is joined again. */
  async deploy(
    of: KeyedInstance,
    image: string,
    onStep: (step: string) => void,
    call: CallOptions = {},
  ): Promise<ImageOutcome> {
    const title = `POST /anonymous/instances/${of.id}/deploy`;
    const { idleMs, mask } = this.#calls;
    const limits = { idleMs, signal: call.signal, mask, remainingMs: this.#calls.countDown(DEPLOY_LIMIT_MS) };
    return this.#calls.streamRetries.run(title, call, async () => {
      const result = await this.#calls.typed.POST('/anonymous/instances/{id}/deploy', {
        params: { path: { id: of.id } },
        body: { image },
        parseAs: 'stream',
        ...this.#as(of, call, 'stream'),
      });
      this.#assertKeyed(of, result);
      this.#calls.assertSuccess(title, result);
      return readImageOutcome(title, result.response, onStep, limits);
    });
  }

  /** Makes a cluster of the account out of the instance, or answers the one that it has become. */
  async claim(
    of: KeyedInstance,
    body: { readonly owner: Owner; readonly cluster_id: string },
    idempotencyKey: string,
    call: CallOptions = {},
  ): Promise<Schemas['Cluster']> {
    const result = await this.#calls.typed.POST('/anonymous/instances/{id}/claim', {
      params: { path: { id: of.id }, header: { 'Idempotency-Key': idempotencyKey } },
      body: { ...body, owner: { ...body.owner } },
      ...this.#as(of, call),
    });
    return this.#calls.read(validateCluster, `POST /anonymous/instances/${of.id}/claim`, result);
  }

  /** The lines of its log that are there now, oldest first. */
  async readLogs(
    of: KeyedInstance,
    limit: number | null,
    call: CallOptions = {},
  ): Promise<readonly LogEntry[]> {
    const result = await this.#calls.typed.GET('/anonymous/instances/{id}/logs', {
      params: { path: { id: of.id }, query: limit === null ? {} : { limit } },
      parseAs: 'text',
      ...this.#as(of, call, 'lines'),
    });
    this.#assertKeyed(of, result);
    const title = `GET /anonymous/instances/${of.id}/logs`;
    this.#calls.assertSuccess(title, result);
    return logLinesIn(typeof result.data === 'string' ? result.data : '', title, this.#calls.mask);
  }

  /** The lines that are there and those that come, until the instance is gone or `call.signal` is aborted. */
  followLogs(of: KeyedInstance, limit: number | null, call: CallOptions = {}): AsyncIterable<LogEntry> {
    const title = `GET /anonymous/instances/${of.id}/logs`;
    const open = async (since: string | undefined) => {
      const past = since === undefined ? (limit === null ? {} : { limit }) : { since, limit: 1000 };
      const result = await this.#calls.typed.GET('/anonymous/instances/{id}/logs', {
        params: { path: { id: of.id }, query: { ...past, follow: true } },
        parseAs: 'stream',
        ...this.#as(of, call, 'stream'),
      });
      this.#assertKeyed(of, result);
      this.#calls.assertSuccess(title, result);
      return result.response;
    };
    const pause = () => this.#calls.pause(REOPEN_MS, call.signal);
    return followLog(title, open, pause, { signal: call.signal, mask: this.#calls.mask });
  }

  async #post(
    body: CreateAnonymousRequest,
    idempotencyKey: string,
    existing: boolean,
    call: CallOptions,
  ): Promise<CallResult> {
    return this.#calls.typed.POST('/anonymous/instances', {
      params: { header: { 'Idempotency-Key': idempotencyKey }, query: existing ? { existing } : {} },
      body,
      ...this.#calls.via(call, 'json'),
    });
  }

  #created(result: CallResult): AnonymousCreated {
    const created = this.#calls.read(validateAnonymousCreated, 'POST /anonymous/instances', result);
    this.#calls.secrets.remember(created.deployment_key);
    this.#calls.secrets.remember(created.api_key);
    return created;
  }

  #as({ key }: KeyedInstance, call: CallOptions, form: 'json' | 'lines' | 'stream' = 'json') {
    this.#calls.secrets.remember(key);
    return { headers: { 'x-deployment-key': key }, ...this.#calls.via(call, form) };
  }

  #unlessMissing<T>(of: KeyedInstance, result: CallResult, read: () => T): T | null {
    try {
      this.#assertKeyed(of, result);
      return read();
    } catch (error) {
      if (isCloudError(error, 'missing')) return null;
      throw error;
    }
  }

  /** @throws CloudError `auth` for a key that is refused, `rejected` (`gone`) for an instance that has ended */
  #assertKeyed({ id, source }: KeyedInstance, { response, error }: CallResult): void {
    if (response.status === 401) {
      throw new CloudError(
        'auth',
        `${this.#endpoint} does not accept the deployment key of ${id} (from ${source}).`,
        {
          status: 401,
          hint: 'The host that created it has its key in ~/.helix/anonymous.toml: set HELIX_DEPLOYMENT_KEY to that one.',
        },
      );
    }
    if (response.status === 410) throw ended(id, error);
  }
}

/** The error for an instance that has ended by its time. */
function ended(id: string, body: unknown): CloudError {
  const details = (body as { error?: { details?: { expires_at?: unknown } } } | undefined)?.error?.details;
  const at = typeof details?.expires_at === 'string' ? ` on ${details.expires_at.slice(0, 10)}` : '';
  return new CloudError(
    'rejected',
    `${id} ended${at}: an instance without an account lives for a limited time.`,
    {
      status: 410,
      code: 'gone',
      hint: 'Start anew: `helix destroy --expired` forgets it, and `helix add NAME --anonymous` creates another one.',
    },
  );
}
