import { HelixError } from '../../../errors';
import { SentSecrets } from '../../http/sent-secrets';
import { isPlainHttpAnswer } from '../../http/connection-failure';
import { Authorization } from './authorization';
import { challengeIn } from './challenge';
import { exchange, reasonText } from './exchange';
import type { Answer, Exchange, Wire } from './exchange';
import { secretsOf } from './found-login';
import type { LoginSearch } from '../connection/registry-login';
import { loginRefused } from './refusals';
import { allowsPlainHttp, apiHost } from './registry-address';
import type { RegistryAddress } from './registry-address';

const MOST_REDIRECTS = 5;

/** A request to a registry, by its path. */
export interface RegistryRequest {
  readonly method: Exchange['method'];
  /** `/v2/acme/shop/tags/list`, or a URL of the registry itself. */
  readonly path: string;
  /** The permission in the words of token services: `repository:acme/shop:pull`; empty: none in particular. */
  readonly scope: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** The request that every registry answers, or says how to sign in. */
export const PING: RegistryRequest = { method: 'GET', path: '/v2/', scope: '' };

/** Sends requests to one registry, signed in as it asks, and once more with a new log-in after a refusal. */
export class RegistryRequests {
  readonly registry: RegistryAddress;
  readonly #wire: Wire;
  readonly #authorization: Authorization;
  readonly #secrets = new SentSecrets(null);
  #origin: string | undefined;
  #introduction: Promise<void> | undefined;

  constructor(registry: RegistryAddress, wire: Wire, findLogin: () => Promise<LoginSearch>) {
    this.registry = registry;
    this.#wire = wire;
    const findAndRemember = async (): Promise<LoginSearch> => {
      const search = await findLogin();
      if (search.found !== null) for (const secret of secretsOf(search.found)) this.#secrets.remember(secret);
      return search;
    };
    this.#authorization = new Authorization(registry, wire, findAndRemember, this.#secrets.maskMessage);
  }

  /** Finds the log-in that requests are signed in with. */
  search(): Promise<LoginSearch> {
    return this.#authorization.search();
  }

  /** Forgets a log-in that was refused: the next request finds it anew. */
  forget(): void {
    this.#authorization.forget();
  }

  /**
   * Returns the answer, which may be any refusal but a 401: 403, 404 and others mean something else to each request.
   * @throws HelixError `auth` after a 401, `unreachable` or `cancelled`
   */
  async send(request: RegistryRequest): Promise<Answer> {
    if (request.path !== PING.path) await (this.#introduction ??= this.#askHow());
    let answer = await this.#sendSigned(request);
    if (!answer.wasSigned && this.#learn(answer)) answer = await this.#sendSigned(request);
    if (answer.wasSigned && (answer.status === 401 || answer.status === 403)) {
      // A token dies during a long build, and a helper may give another one now.
      this.#learn(answer);
      this.#authorization.forget();
      answer = await this.#sendSigned(request);
    }
    if (answer.status !== 401) return answer;
    throw loginRefused(this.registry.host, await this.search(), `it answered 401${this.reasonIn(answer)}`);
  }

  /** Follows an answer that redirects to where the content lies, which gets no credentials of another host. */
  async follow(answer: Answer, request: RegistryRequest): Promise<Answer> {
    let [from, current] = [await this.#findUrl(request.path), answer];
    for (let count = 0; current.status >= 300 && current.status < 400; count += 1) {
      const next = targetOf(current, from);
      const isSafe = next?.protocol === 'https:' || allowsPlainHttp(this.registry);
      if (next === null || !isSafe || count === MOST_REDIRECTS) {
        throw new HelixError(
          'unreachable',
          `${this.registry.host} redirects ${request.path} to no safe place.`,
          {
            hint: 'Check the name of the registry.',
          },
        );
      }
      from = next.href;
      current = await this.#read(next, request);
    }
    return current;
  }

  /** Returns a path of this registry for a URL that it names; null for one of another host. */
  async findOwnPath(location: string): Promise<string | null> {
    const origin = await this.#findOrigin();
    const url = URL.canParse(location, origin) ? new URL(location, origin) : null;
    return url?.origin === origin ? url.pathname + url.search : null;
  }

  /** Returns what a refusal says, behind a colon and without secrets. */
  reasonIn(answer: Answer): string {
    return this.#secrets.maskMessage(reasonText(answer));
  }

  async #read(url: URL, request: RegistryRequest): Promise<Answer> {
    const path = await this.findOwnPath(url.href);
    if (path !== null) return this.#sendSigned({ ...request, path });
    const title = { endpoint: url.host, request: `${request.method} ${url.pathname}` };
    const unsigned = { method: request.method, headers: {} };
    return exchange(this.#wire, title, () => Promise.resolve(url.href), unsigned, this.#secrets.maskMessage);
  }

  /** Asks how to sign in, as all clients do first: some registries answer 403, or nothing of use, where nobody is. */
  async #askHow(): Promise<void> {
    try {
      this.#learn(await this.#sendSigned(PING));
    } catch (error) {
      this.#introduction = undefined;
      throw error;
    }
  }

  #learn({ status, headers }: Answer): boolean {
    return status === 401 && this.#authorization.learn(challengeIn(headers.get('www-authenticate')));
  }

  async #sendSigned(request: RegistryRequest): Promise<Answer & { readonly wasSigned: boolean }> {
    const { method, path, scope, body } = request;
    const authorization = await this.#authorization.findHeader(scope);
    const headers = { ...request.headers, ...(authorization === null ? {} : { authorization }) };
    if (authorization !== null) this.#secrets.remember(authorization.replace(/^\S+ /, ''));
    const answer = await exchange(
      this.#wire,
      { endpoint: this.registry.host, request: `${method} ${path.replace(/\?.*/, '')}` },
      () => this.#findUrl(path),
      { method, headers, ...(body && { body }) },
      this.#secrets.maskMessage,
    );
    return { ...answer, wasSigned: authorization !== null };
  }

  async #findUrl(path: string): Promise<string> {
    return (await this.#findOrigin()) + path;
  }

  /** Finds out, where plain HTTP is allowed, whether the registry speaks TLS, as Docker's engine does. */
  async #findOrigin(): Promise<string> {
    if (this.#origin !== undefined) return this.#origin;
    const host = apiHost(this.registry.host);
    const secure = new URL(`https://${host}`).origin;
    const isPlain = allowsPlainHttp(this.registry) && (await this.#checkPlainHttp(secure));
    this.#origin = isPlain ? new URL(`http://${host}`).origin : secure;
    return this.#origin;
  }

  async #checkPlainHttp(origin: string): Promise<boolean> {
    const signal = AbortSignal.timeout({ ...this.#wire.retry, timeoutMs: 10_000 }.timeoutMs);
    try {
      const answer = await this.#wire.fetch(new Request(`${origin}/v2/`, { signal }));
      await answer.body?.cancel();
      return false;
    } catch (error) {
      if (isPlainHttpAnswer(error)) return true;
      throw error;
    }
  }
}

function targetOf({ headers }: Answer, from: string): URL | null {
  const location = headers.get('location') ?? '';
  return location !== '' && URL.canParse(location, from) ? new URL(location, from) : null;
}
