import { isObject } from '../../../values/is-object';
import type { Json, JsonObject } from '../../../values/json';

/** A Docker context: an address with a name. */
export interface DockerContext {
  readonly host: string;
  readonly skipsTlsVerify: boolean;
}

/** Returns the name of the context that Docker's `config.json` chooses; `default` without one. */
export function currentContextIn(config: string | null): string {
  const name = config === null ? null : valueAt(parsed(config), ['currentContext']);
  return typeof name === 'string' && name !== '' ? name : 'default';
}

/** Reads a context's `meta.json`; null where it names no engine. */
export function contextIn(text: string): DockerContext | null {
  const meta = parsed(text);
  const host = valueAt(meta, ['Endpoints', 'docker', 'Host']);
  if (typeof host !== 'string' || host === '') return null;
  return { host, skipsTlsVerify: valueAt(meta, ['Endpoints', 'docker', 'SkipTLSVerify']) === true };
}

/** The log-in of a registry, in the form that the engine takes. */
export type RegistryLogin =
  | { readonly username: string; readonly password: string }
  | { readonly identitytoken: string };

/** Returns the name of the credential helper that Docker's `config.json` names for a registry; null without one. */
export function helperIn(config: string, registry: string): string | null {
  const json = parsed(config);
  const own = valueAt(json, ['credHelpers', registry]);
  const store = typeof own === 'string' ? own : valueAt(json, ['credsStore']);
  return typeof store === 'string' && store !== '' ? store : null;
}

/** Returns the log-in that Docker's `config.json` itself holds; null for an empty entry, as for none. */
export function loginIn(config: string, registry: string): RegistryLogin | null {
  const entry = ['auths', registry];
  const json = parsed(config);
  const token = valueAt(json, [...entry, 'identitytoken']);
  if (typeof token === 'string' && token !== '') return { identitytoken: token };
  const auth = valueAt(json, [...entry, 'auth']);
  const [, username, password] =
    /^([^:]+):(.+)$/s.exec(typeof auth === 'string' ? Buffer.from(auth, 'base64').toString('utf8') : '') ??
    [];
  return username === undefined || password === undefined ? null : { username, password };
}

/** The keys of `proxies.default`, by the variable that each stands for. */
const PROXY_KEYS = {
  HTTP_PROXY: 'httpProxy',
  HTTPS_PROXY: 'httpsProxy',
  FTP_PROXY: 'ftpProxy',
  ALL_PROXY: 'allProxy',
  NO_PROXY: 'noProxy',
} as const;

/** Returns the proxies that Docker's `config.json` names for containers, by variable. */
export function proxiesIn(config: string): Readonly<Partial<Record<keyof typeof PROXY_KEYS, string>>> {
  const json = parsed(config);
  return Object.fromEntries(
    Object.entries(PROXY_KEYS).flatMap(([name, key]) => {
      const value = valueAt(json, ['proxies', 'default', key]);
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

/** A file that is not JSON chooses nothing: Docker's own commands report it. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

function valueAt(json: Json, path: readonly string[]): Json {
  return path.reduce<Json>((value, key) => (isObject(value) ? keyOf(value, key) : null), json);
}

function keyOf(value: JsonObject, key: string): Json {
  return value[key] ?? null;
}
