import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HelixError } from '../../../errors';
import type { ApiKey, Credentials } from '../../../ports/credentials';
import { parseCredentials, withCredentials, withoutCredentials } from './credentials-text';
import { LARGEST } from '../../../values/sizes';
import { readTextAtMost } from '../../host/read-at-most';

/** The sources of the key, read from the environment by the composition root. */
export interface CredentialsPlaces {
  /** The value of `HELIX_API_KEY`; it wins over the file. Blank counts as absent. */
  readonly environmentKey: string | undefined;
  /** `HELIX_HOME`, else `~/.helix`. The file is `credentials` in it. */
  readonly directory: string;
}

/** The API key from `HELIX_API_KEY`, else from the credentials file that upstream's CLI reads and writes as well. */
export class FileCredentials implements Credentials {
  readonly #environmentKey: string;
  readonly #directory: string;
  readonly #file: string;

  constructor(places: CredentialsPlaces) {
    this.#environmentKey = places.environmentKey?.trim() ?? '';
    this.#directory = places.directory;
    this.#file = join(places.directory, 'credentials');
  }

  async read(): Promise<ApiKey | null> {
    if (this.#environmentKey !== '') {
      assertUsable(this.#environmentKey, 'HELIX_API_KEY');
      return { key: this.#environmentKey, userId: null, source: 'HELIX_API_KEY', warning: null };
    }
    const text = await this.readText();
    if (text === null) return null;
    const { key, userId } = parseCredentials(text);
    if (key === null) return null;
    assertUsable(key, this.#file);
    return { key, userId, source: this.#file, warning: await this.findWarning() };
  }

  async write(key: { readonly key: string; readonly userId: string }): Promise<string> {
    assertUsable(key.key, 'the key given');
    assertUsable(key.userId, 'the user id given');
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    await this.#replace(withCredentials((await this.readText()) ?? '', key));
    return this.#file;
  }

  async remove(): Promise<string | null> {
    const text = await this.readText();
    if (text === null || parseCredentials(text).key === null) return null;
    const rest = withoutCredentials(text);
    if (rest.trim() === '') await rm(this.#file);
    else await this.#replace(rest);
    return this.#file;
  }

  async readText(): Promise<string | null> {
    try {
      return await readTextAtMost(this.#file, LARGEST.credentials);
    } catch (error) {
      if (isMissing(error)) return null;
      if (error instanceof HelixError) throw error;
      throw new HelixError('auth', `The credentials file ${this.#file} cannot be read.`, {
        hint: 'Check who owns it and its mode, or set HELIX_API_KEY.',
        cause: error,
      });
    }
  }

  async findWarning(): Promise<string | null> {
    const mode = (await stat(this.#file)).mode & 0o777;
    if ((mode & 0o077) === 0) return null;
    return `${this.#file} has mode ${mode.toString(8).padStart(4, '0')}, so others on this machine can reach the API key: run chmod 600 on it.`;
  }

  /** A reader sees the old file or the new one, whole; nobody but the user sees the temporary one either. */
  async #replace(text: string): Promise<void> {
    const temporary = `${this.#file}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      const handle = await open(temporary, 'wx', 0o600);
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await chmod(temporary, 0o600);
      await rename(temporary, this.#file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }
}

// A header value with a line break in it makes `fetch` throw an error that quotes the key: refuse it here, unquoted.
function assertUsable(value: string, source: string): void {
  if (/^[\x21-\x7e]+$/.test(value)) return;
  throw new HelixError('auth', `The API key from ${source} holds characters that no key has.`, {
    hint: 'Copy the key again: one word of printable ASCII.',
  });
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
