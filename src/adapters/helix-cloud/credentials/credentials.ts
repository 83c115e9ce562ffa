import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HelixError } from '../../../errors';
import type { Clock } from '../../../ports/clock';
import type { ApiKey, Credentials, KeyFile, ReplaceSteps, SavedKey } from '../../../ports/credentials';
import type { Random } from '../../../ports/random';
import { isName } from '../../../values/name';
import type { ProcessTable } from '../../host/process-table';
import { withReadErrors } from '../../host/read-errors';
import {
  findWarning,
  makeDirectoryOf,
  readCredentialsFile,
  readOrMoveAside,
  replaceFile,
} from './credentials-file';
import { holdCredentials } from './credentials-lock';
import { openKeyFile } from './key-file';
import { parseCredentials, profilesIn, withCredentials, withoutCredentials } from './credentials-text';
import type { Profile } from './credentials-text';
import { replaceHeldKey } from './replace-key';

/** The sources of the key, read from the environment by the composition root, and the parts that changes need. */
export interface CredentialsPlaces {
  /** The value of `HELIX_API_KEY`; it wins over the file. Blank counts as absent. */
  readonly environmentKey: string | undefined;
  /** The value of `HELIX_PROFILE`: the section of the file. Blank counts as absent. */
  readonly environmentProfile: string | undefined;
  /** `HELIX_HOME`, else `~/.helix`; null without a home. The file is `credentials` in it. */
  readonly directory: string | null;
  readonly clock: Clock;
  readonly random: Random;
  readonly processes: ProcessTable;
}

/** The API key from `HELIX_API_KEY`, else from the credentials file that upstream's CLI reads and writes as well. */
export class FileCredentials implements Credentials {
  readonly #places: CredentialsPlaces;
  readonly #environmentKey: string;

  constructor(places: CredentialsPlaces) {
    this.#places = places;
    this.#environmentKey = places.environmentKey?.trim() ?? '';
  }

  async read(): Promise<ApiKey | null> {
    if (this.#environmentKey !== '') {
      assertUsable(this.#environmentKey, 'HELIX_API_KEY');
      const source = 'HELIX_API_KEY';
      return { key: this.#environmentKey, userId: null, source, saved: false, warning: null };
    }
    const profile = this.#profile(undefined);
    const file = this.#file();
    const text = file === null ? null : await readCredentialsFile(file);
    if (profile !== null && !profilesIn(text ?? '').includes(profile)) throw noProfile(profile, file, text);
    if (file === null || text === null) return null;
    const { key, userId } = parseCredentials(text, profile);
    if (key === null) return null;
    const source = placeOf(file, profile);
    assertUsable(key, source);
    return { key, userId, source, saved: true, warning: await findWarning(file) };
  }

  async write(key: { readonly key: string; readonly userId: string }, profile?: string): Promise<SavedKey> {
    assertUsable(key.key, 'the key given');
    assertUsable(key.userId, 'the user id given');
    const section = this.#profile(profile);
    const file = this.#fileToWrite();
    await makeDirectoryOf(file);
    const held = await holdCredentials(file, this.#places, (interrupted) => interrupted);
    try {
      const { text, movedAside } = await readOrMoveAside(file);
      await replaceFile(file, withCredentials(text, section, key));
      return { place: placeOf(file, section), movedAside };
    } finally {
      await held.release();
    }
  }

  async remove(profile?: string): Promise<string | null> {
    const section = this.#profile(profile);
    const file = this.#file();
    const text = file === null ? null : await readCredentialsFile(file);
    if (file === null || text === null || parseCredentials(text, section).key === null) return null;
    const held = await holdCredentials(file, this.#places, (interrupted) => interrupted);
    try {
      const rest = withoutCredentials((await readCredentialsFile(file)) ?? '', section);
      if (rest.trim() === '') await withReadErrors(file, rm(file, { force: true }));
      else await replaceFile(file, rest);
      return placeOf(file, section);
    } finally {
      await held.release();
    }
  }

  async replace<Key extends { readonly key: string }>(
    current: ApiKey,
    steps: ReplaceSteps<Key>,
  ): Promise<{ readonly place: string; readonly made: Key }> {
    const profile = this.#profile(undefined);
    const file = this.#fileToWrite();
    const made = await replaceHeldKey({ ...this.#places, file, profile }, current, steps);
    return { made, place: placeOf(file, profile) };
  }

  async openKeyFile(path: string): Promise<KeyFile> {
    return openKeyFile(path);
  }

  #file(): string | null {
    const { directory } = this.#places;
    return directory === null ? null : join(directory, 'credentials');
  }

  #fileToWrite(): string {
    const file = this.#file();
    if (file !== null) return file;
    throw new HelixError('config', 'There is no home directory to save the key in.', {
      hint: 'Set HOME or HELIX_HOME to a directory, or use HELIX_API_KEY instead of saving the key.',
    });
  }

  /** Returns the section in force. @throws HelixError `usage` or `config` for a word that cannot be one */
  #profile(chosen: string | undefined): Profile {
    const name = chosen ?? this.#places.environmentProfile?.trim() ?? '';
    if (chosen === undefined && name === '') return null;
    if (!isName(name)) {
      const where = chosen === undefined ? 'HELIX_PROFILE' : '--profile';
      throw new HelixError(
        chosen === undefined ? 'config' : 'usage',
        `${where}: ${JSON.stringify(name)} cannot be the name of a profile`,
        { hint: 'Letters, digits, `-` and `_`, at most 32 of them.' },
      );
    }
    return name === 'default' ? null : name;
  }
}

function placeOf(file: string, profile: Profile): string {
  return profile === null ? file : `${file} [${profile}]`;
}

function noProfile(profile: string, file: string | null, text: string | null): HelixError {
  const known = profilesIn(text ?? '').filter(isName);
  const names = known.length === 0 ? 'It has none' : `It has ${known.join(', ')}`;
  return new HelixError(
    'auth',
    `HELIX_PROFILE names the profile ${profile}, which ${file ?? 'no file'} does not have.`,
    { hint: `${names}. \`helix login --profile ${profile}\` saves a key under that name.` },
  );
}

// A header value with a line break in it makes `fetch` throw an error that quotes the key: refuse it here, unquoted.
function assertUsable(value: string, source: string): void {
  if (/^[\x21-\x7e]+$/.test(value)) return;
  throw new HelixError('auth', `The API key from ${source} holds characters that no key has.`, {
    hint: 'Copy the key again: one word of printable ASCII.',
  });
}
