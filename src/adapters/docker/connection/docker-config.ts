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
