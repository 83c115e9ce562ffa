import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'smol-toml';
import { HelixError } from '../../../errors';
import type { Random } from '../../../ports/random';
import { isObject } from '../../../values/is-object';
import { LARGEST } from '../../../values/sizes';
import { readTextAtMost } from '../../host/read-at-most';
import { isAbsent, reasonOf, withReadErrors } from '../../host/read-errors';
import { writeAtomically } from '../../host/write-atomically';

/** The keys of one instance without an account. */
export interface InstanceKeys {
  readonly deploymentKey: string;
  readonly apiKey: string;
  /** RFC 3339 UTC */
  readonly expiresAt: string;
}

/** A creation that was begun: whoever begins it again gets the same instance. */
export interface Begun {
  readonly idempotencyKey: string;
}

type Table = Record<string, unknown>;

/**
 * `~/.helix/anonymous.toml`, for the user alone: `[ENDPOINT."anon-..."]` with its keys, and `[begun."ID"]` for creations that
 * are not finished. Each change replaces the file at once, and keeps everything else in it.
 */
export class KeysFile {
  readonly #directory: string | null;
  readonly #random: Random;

  constructor(directory: string | null, random: Random) {
    this.#directory = directory;
    this.#random = random;
  }

  /** @throws HelixError `config` without a home */
  get path(): string {
    if (this.#directory !== null) return join(this.#directory, 'anonymous.toml');
    throw new HelixError('config', 'There is no home directory to keep the keys of the instance in.', {
      hint: 'Set HOME or HELIX_HOME to a directory.',
    });
  }

  async find(endpoint: string, id: string): Promise<InstanceKeys | null> {
    if (this.#directory === null) return null;
    const { [endpoint]: instances } = await this.#read();
    const entry = isObject(instances) ? instances[id] : undefined;
    if (!isObject(entry)) return null;
    const { deployment_key: deploymentKey, api_key: apiKey, expires_at: expiresAt } = entry as Table;
    if (typeof deploymentKey !== 'string') return null;
    return { deploymentKey, apiKey: textOf(apiKey), expiresAt: textOf(expiresAt) };
  }

  async keep(
    endpoint: string,
    id: string,
    { deploymentKey, apiKey, expiresAt }: InstanceKeys,
  ): Promise<void> {
    await this.#change(endpoint, id, {
      deployment_key: deploymentKey,
      api_key: apiKey,
      expires_at: expiresAt,
    });
  }

  async forget(endpoint: string, id: string): Promise<void> {
    if (this.#directory !== null && (await this.find(endpoint, id)) !== null)
      await this.#change(endpoint, id, null);
  }

  /** Returns the creation of that id, which is begun now unless it was begun before. */
  async begin(id: string): Promise<Begun> {
    const { begun } = await this.#read();
    const entry = isObject(begun) ? (begun as Table)[id] : undefined;
    const known = isObject(entry) ? (entry as Table)['idempotency_key'] : undefined;
    if (typeof known === 'string') return { idempotencyKey: known };
    const idempotencyKey = this.#random.uuid();
    await this.#change('begun', id, { idempotency_key: idempotencyKey });
    return { idempotencyKey };
  }

  async finish(id: string): Promise<void> {
    await this.#change('begun', id, null);
  }

  async #read(): Promise<Table> {
    const { path } = this;
    let text: string;
    try {
      text = await readTextAtMost(path, LARGEST.credentials);
    } catch (error) {
      if (error instanceof HelixError) throw error;
      if (await isAbsent(path, error)) return {};
      throw new HelixError('auth', `The keys in ${path} cannot be read: ${reasonOf(error)}.`, {
        cause: error,
      });
    }
    try {
      return parse(text);
    } catch {
      // Its text is not quoted: it holds keys.
      throw new HelixError('auth', `${path} is not valid TOML.`, {
        hint: 'Correct it, or move it away; HELIX_DEPLOYMENT_KEY is read instead of it.',
      });
    }
  }

  async #change(group: string, id: string, entry: Table | null): Promise<void> {
    const { path } = this;
    const tables = await this.#read();
    const { [id]: _, ...others } = isObject(tables[group]) ? tables[group] : {};
    const next = entry === null ? others : { ...others, [id]: entry };
    const { [group]: __, ...rest } = tables;
    const text = stringify(Object.keys(next).length === 0 ? rest : { ...rest, [group]: next });
    await withReadErrors(path, this.#write(path, text));
  }

  async #write(path: string, text: string): Promise<void> {
    await mkdir(this.#directory ?? '', { recursive: true, mode: 0o700 });
    await writeAtomically(path, text, this.#random, 0o600);
    await chmod(path, 0o600);
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
