import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { HelixError } from '../../../errors';
import { LARGEST } from '../../../values/sizes';
import { readTextAtMost } from '../../host/read-at-most';
import { isAbsent, reasonOf, withReadErrors } from '../../host/read-errors';

/** Reads the file; null when there is none. @throws HelixError `auth` when it cannot be read or is damaged */
export async function readCredentialsFile(file: string): Promise<string | null> {
  let text: string;
  try {
    text = await readTextAtMost(file, LARGEST.credentials);
  } catch (error) {
    if (error instanceof HelixError) throw error;
    if (await isAbsent(file, error)) return null;
    throw new HelixError('auth', `The credentials file ${file} cannot be read: ${reasonOf(error)}.`, {
      hint: 'Check who owns it and its mode, or set HELIX_API_KEY.',
      cause: error,
    });
  }
  if (!isDamaged(text)) return text;
  throw new HelixError('auth', `The credentials file ${file} is damaged: it is not text.`, {
    hint: 'Run `helix login`: it moves the file aside and keeps what can be read of it.',
  });
}

/**
 * Reads the file for a change. A damaged one is moved to `FILE.bad-N`, and its lines that are text are kept.
 */
export async function readOrMoveAside(
  file: string,
): Promise<{ readonly text: string; readonly movedAside: string | null }> {
  try {
    return { text: (await readCredentialsFile(file)) ?? '', movedAside: null };
  } catch (error) {
    const damaged = await readTextAtMost(file, LARGEST.credentials).catch(() => null);
    if (damaged === null || !isDamaged(damaged)) throw error;
    const movedAside = await moveAside(file);
    const readable = damaged.split(/\r?\n/).filter((line) => !isDamaged(line));
    return { text: readable.map((line) => `${line}\n`).join(''), movedAside };
  }
}

/** Returns what a user should know of a file that others can read. */
export async function findWarning(file: string): Promise<string | null> {
  const mode = (await stat(file)).mode & 0o777;
  if ((mode & 0o077) === 0) return null;
  return `${file} has mode ${mode.toString(8).padStart(4, '0')}, so others on this machine can reach the API key: run chmod 600 on it.`;
}

/** Makes the directory of the file, for the user alone. */
export async function makeDirectoryOf(file: string): Promise<void> {
  const directory = dirname(file);
  await withReadErrors(directory, mkdir(directory, { recursive: true, mode: 0o700 }));
}

/** A text that lies beside the file, on the disk for good, until it takes its place. */
export interface StagedText {
  readonly commit: () => Promise<void>;
  readonly discard: () => Promise<void>;
}

/** Writes a text beside the file. Nobody but the user sees it. */
export async function stageText(file: string, text: string): Promise<StagedText> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  const discard = () => rm(temporary, { force: true });
  await withReadErrors(file, writeNew(temporary, text)).catch(async (error: unknown) => {
    await discard();
    throw error;
  });
  return { discard, commit: () => withReadErrors(file, rename(temporary, file)) };
}

/** Removes the texts that killed runs left beside the file. Only who holds the file may do this. */
export async function removeStaged(file: string): Promise<void> {
  const directory = dirname(file);
  const isStaged = new RegExp(`^${basename(file)}\\.[0-9a-f]{12}\\.tmp$`);
  for (const name of await withReadErrors(directory, readdir(directory))) {
    if (isStaged.test(name)) await rm(join(directory, name), { force: true });
  }
}

/** Replaces the file at once. A reader sees the old file or the new one, whole. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const staged = await stageText(file, text);
  await staged.commit().catch(async (error: unknown) => {
    await staged.discard();
    throw error;
  });
}

/** Writes a new file for the user alone, on the disk for good. */
export async function writeNew(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(path, 0o600);
}

/** Gives a damaged file the first free name `FILE.bad-N`. */
async function moveAside(file: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const aside = `${file}.bad-${number}`;
    const isFree = await stat(aside).then(
      () => false,
      () => true,
    );
    if (!isFree) continue;
    await withReadErrors(file, rename(file, aside));
    return aside;
  }
}

/** Whether a text holds what no text file does: a NUL, or the sign of bytes that are not UTF-8. */
function isDamaged(text: string): boolean {
  return /[\0\ufffd]/.test(text);
}
