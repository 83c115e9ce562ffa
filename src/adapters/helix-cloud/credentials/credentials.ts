import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HelixError } from '../../../errors';
import type { ApiKey, Credentials } from '../../../ports/credentials';
import { parseCredentials, withCredentials, withoutCredentials } from './credentials-text';
import { LARGEST } from '../../../values/sizes';
import { readTextAtMost } from '../../host/read-at-most';
import { isAbsent, reasonOf, withReadErrors } from '../../host/read-errors';

/** The sources of the key, read from the environment by the composition root. */
export interface CredentialsPlaces {
  /** The value of `HELIX_API_KEY`; it wins over the file. Blank counts as absent. */
  readonly environmentKey: string | undefined;
  /** `HELIX_HOME`, else `~/.helix`; null without a home. The file is `credentials` in it. */
  readonly directory: string | null;
}

/** The API key from `HELIX_API_KEY`, else from the credentials file that upstream's CLI reads and writes as well. */
export class FileCredentials implements Credentials {
  readonly #environmentKey: string;
  readonly #directory: string | null;

  constructor(places: CredentialsPlaces) {
    this.#environmentKey = places.environmentKey?.trim() ?? '';
    this.#directory = places.directory;
  }

  async read(): Promise<ApiKey | null> {
    if (this.#environmentKey !== '') {
      assertUsable(this.#environmentKey, 'HELIX_API_KEY');
      return { key: this.#environmentKey, userId: null, source: 'HELIX_API_KEY', warning: null };
    }
    if (this.#directory === null) return null;
    const file = fileIn(this.#directory);
    const text = await readFile(file);
    if (text === null) return null;
    const { key, userId } = parseCredentials(text);
    if (key === null) return null;
    assertUsable(key, file);
    return { key, userId, source: file, warning: await findWarning(file) };
  }

  async write(key: { readonly key: string; readonly userId: string }): Promise<string> {
    assertUsable(key.key, 'the key given');
    assertUsable(key.userId, 'the user id given');
    if (this.#directory === null) {
      throw new HelixError('config', 'There is no home directory to save the key in.', {
        hint: 'Set HOME or HELIX_HOME to a directory, or use HELIX_API_KEY instead of saving the key.',
      });
    }
    const file = fileIn(this.#directory);
    await withReadErrors(this.#directory, mkdir(this.#directory, { recursive: true, mode: 0o700 }));
    await replace(file, withCredentials((await readFile(file)) ?? '', key));
    return file;
  }

  async remove(): Promise<string | null> {
    if (this.#directory === null) return null;
    const file = fileIn(this.#directory);
    const text = await readFile(file);
    if (text === null || parseCredentials(text).key === null) return null;
    const rest = withoutCredentials(text);
    if (rest.trim() === '') await withReadErrors(file, rm(file));
    else await replace(file, rest);
    return file;
  }
}

function fileIn(directory: string): string {
  return join(directory, 'credentials');
}

async function readFile(file: string): Promise<string | null> {
  try {
    return await readTextAtMost(file, LARGEST.credentials);
  } catch (error) {
    if (error instanceof HelixError) throw error;
    if (await isAbsent(file, error)) return null;
    throw new HelixError('auth', `The credentials file ${file} cannot be read: ${reasonOf(error)}.`, {
      hint: 'Check who owns it and its mode, or set HELIX_API_KEY.',
      cause: error,
    });
  }
}

async function findWarning(file: string): Promise<string | null> {
  const mode = (await stat(file)).mode & 0o777;
  if ((mode & 0o077) === 0) return null;
  return `${file} has mode ${mode.toString(8).padStart(4, '0')}, so others on this machine can reach the API key: run chmod 600 on it.`;
}

/** Replaces the file at once. A reader sees the old file or the new one, whole; nobody but the user sees the temporary one either. */
async function replace(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  await withReadErrors(file, writeBeside(file, temporary, text)).catch(async (error: unknown) => {
    await rm(temporary, { force: true });
    throw error;
  });
}

async function writeBeside(file: string, temporary: string, text: string): Promise<void> {
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(temporary, 0o600);
  await rename(temporary, file);
}

// A header value with a line break in it makes `fetch` throw an error that quotes the key: refuse it here, unquoted.
function assertUsable(value: string, source: string): void {
  if (/^[\x21-\x7e]+$/.test(value)) return;
  throw new HelixError('auth', `The API key from ${source} holds characters that no key has.`, {
    hint: 'Copy the key again: one word of printable ASCII.',
  });
}
