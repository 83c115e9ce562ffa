import { HelixError } from '../../../errors';
import { isObject } from '../../../values/is-object';
import { isLoopback } from '../../../values/loopback';
import { printable } from '../../../values/printable';
import type { Challenge } from './challenge';
import { exchange, reasonText } from './exchange';
import type { Answer, Exchange, Wire } from './exchange';
import { basicHeader } from './found-login';
import type { FoundLogin, LoginSearch } from '../connection/registry-login';
import { loginRefused } from './refusals';
import { allowsPlainHttp, hostnameOf } from './registry-address';
import type { RegistryAddress } from './registry-address';

type Bearer = Extract<Challenge, { type: 'bearer' }>;

interface Token {
  readonly header: string;
  readonly untilMs: number;
}

/** The life of a token whose service names none. */
const SHORTEST_LIFE_S = 60;
const CLIENT_ID = 'helix';

/** The log-in of one registry, and the tokens that it was exchanged for. */
export class Authorization {
  readonly #registry: RegistryAddress;
  readonly #wire: Wire;
  readonly #findLogin: () => Promise<LoginSearch>;
  readonly #mask: (text: string) => string;
  readonly #tokens = new Map<string, Token>();
  #search: Promise<LoginSearch> | undefined;
  #challenge: Challenge | null = null;

  constructor(
    registry: RegistryAddress,
    wire: Wire,
    findLogin: () => Promise<LoginSearch>,
    mask: (text: string) => string,
  ) {
    this.#registry = registry;
    this.#wire = wire;
    this.#findLogin = findLogin;
    this.#mask = mask;
  }

  /** Finds the log-in once. */
  search(): Promise<LoginSearch> {
    return (this.#search ??= this.#findLogin());
  }

  /** Forgets what no longer works: the next request finds a log-in and gets a token anew. */
  forget(): void {
    this.#search = undefined;
    this.#tokens.clear();
  }

  /** Takes note of the way in which the registry wants to be signed in to. False: it names none. */
  learn(challenge: Challenge | null): boolean {
    if (challenge !== null) this.#challenge = challenge;
    return challenge !== null;
  }

  /**
   * Returns the header for a request that needs `scope` (empty: only that the log-in is good); null where nothing is known
   * that could sign it in.
   * @throws HelixError `auth` when the token service refuses the log-in
   */
  async findHeader(scope: string): Promise<string | null> {
    const challenge = this.#challenge;
    if (challenge === null) return null;
    const search = await this.search();
    const { found } = search;
    if (challenge.type === 'bearer') return this.#findToken(challenge, scope, search);
    return found !== null && 'username' in found.login ? basicHeader(found.login) : null;
  }

  async #findToken(challenge: Bearer, scope: string, search: LoginSearch): Promise<string> {
    const { clock } = this.#wire;
    const { found } = search;
    const known = this.#tokens.get(scope);
    if (known !== undefined && clock.monotonicMs() < known.untilMs) return known.header;
    const askedMs = clock.monotonicMs();
    const url = this.#realm(challenge);
    const answer = await exchange(
      this.#wire,
      { endpoint: `the token service of ${this.#registry.host}`, request: `a request for a token` },
      () => Promise.resolve(urlOf(url, challenge, scope, found)),
      requestOf(challenge, scope, found),
      this.#mask,
    );
    const { value, lifeS } = this.#tokenIn(answer, search);
    // Renewed a little early, but every token is used at least once.
    const lifeMs = lifeS * 1000 - Math.min(10_000, lifeS * 250);
    const token = { header: `Bearer ${value}`, untilMs: askedMs + lifeMs };
    this.#tokens.set(scope, token);
    return token.header;
  }

  #tokenIn(answer: Answer, search: LoginSearch): { readonly value: string; readonly lifeS: number } {
    const { host } = this.#registry;
    const { status } = answer;
    if ([400, 401, 403].includes(status)) {
      throw loginRefused(
        host,
        search,
        this.#mask(`its token service answered ${status}${reasonText(answer)}`),
      );
    }
    const json = status === 200 ? parsed(answer) : null;
    const value = isObject(json) ? (json['token'] ?? json['access_token']) : null;
    if (!isObject(json) || typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) {
      throw new HelixError(
        'unreachable',
        `The token service of ${host} gave no token: it answered ${status}.`,
        {
          hint: 'Check the name of the registry.',
        },
      );
    }
    const life = json['expires_in'];
    return { value, lifeS: typeof life === 'number' && life > 0 ? life : SHORTEST_LIFE_S };
  }

  /** The token service, which gets the password: only over TLS, except where the registry itself needs none. */
  #realm({ realm }: Bearer): URL {
    const { host } = this.#registry;
    const url = URL.canParse(realm) ? new URL(realm) : null;
    const isSafe =
      url?.protocol === 'https:' ||
      (url?.protocol === 'http:' &&
        (isLoopback(url.hostname) || (allowsPlainHttp(this.#registry) && url.hostname === hostnameOf(host))));
    if (url !== null && isSafe && url.username === '' && url.password === '') return url;
    throw new HelixError(
      'auth',
      `${host} wants the log-in to be sent to ${printable(realm).slice(0, 200)}, which is not a URL with TLS.`,
      {
        hint: 'Nothing was sent. Check the name of the registry, and the configuration of its token service.',
      },
    );
  }
}

function urlOf(realm: URL, challenge: Bearer, scope: string, found: FoundLogin | null): string {
  const url = new URL(realm);
  if (isRefresh(found)) return url.href;
  if (challenge.service !== null) url.searchParams.set('service', challenge.service);
  if (scope !== '') url.searchParams.append('scope', scope);
  return url.href;
}

function requestOf(challenge: Bearer, scope: string, found: FoundLogin | null): Exchange {
  if (found === null) return { method: 'GET', headers: {} };
  const { login } = found;
  if ('username' in login) return { method: 'GET', headers: { authorization: basicHeader(login) } };
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: CLIENT_ID,
    refresh_token: login.identitytoken,
    ...(challenge.service === null ? {} : { service: challenge.service }),
    ...(scope === '' ? {} : { scope }),
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', headers, body: form.toString() };
}

function isRefresh(found: FoundLogin | null): boolean {
  return found !== null && !('username' in found.login);
}

function parsed({ bytes }: Answer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
