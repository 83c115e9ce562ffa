import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HelixError } from '../../../errors';
import type { Clock } from '../../../ports/clock';
import type { Random } from '../../../ports/random';
import { DEFAULT_RECIPE } from '../../../resources/helix-image/recipe';
import type { HelixRecipe } from '../../../resources/helix-image/recipe';
import { digestOfText } from '../../../values/digest';
import type { Host } from '../../host/host';
import { readOrNull, withReadErrors } from '../../host/read-errors';
import { variableIn } from '../../host/variables';
import { runGit } from './git';
import { takeLock } from './source-lock';

/** The file that is written last, with the commit: a clone without it is not finished. */
const COMPLETE = '.complete';
const POLL_MS = 250;

export interface SourceSurroundings {
  readonly host: Host;
  readonly clock: Clock;
  readonly random: Random;
  readonly phase: (phase: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Returns the folder of HelixDB's source at a tag. It is cloned once: a second build waits for the first one's clone, and
 * one that is not the cloned commit, or was edited, is cloned again.
 * @throws HelixError `failed` when it cannot be cloned
 */
export async function ensureSource(recipe: HelixRecipe, around: SourceSurroundings): Promise<string> {
  const { host, clock, phase, signal } = around;
  const cache = join(cacheFolder(host), 'repo');
  await withReadErrors(cache, mkdir(cache, { recursive: true }));
  const folder = join(cache, folderName(recipe));
  for (let isFirst = true; ; isFirst = false) {
    if (signal.aborted)
      throw new HelixError('cancelled', 'Interrupted while waiting for the source of HelixDB.');
    if (await isComplete(folder, around)) return folder;
    const release = await withReadErrors(folder, takeLock(`${folder}.lock`, host));
    if (release === null) {
      if (isFirst) phase('waiting for another build that clones HelixDB');
      await clock.sleep(POLL_MS);
      continue;
    }
    try {
      if (await isComplete(folder, around)) return folder;
      phase(`cloning HelixDB ${recipe.helixVersion}`);
      await clone(recipe, folder, around);
    } finally {
      await release();
    }
  }
}

/** Clones beside the folder and moves the finished clone there, so that an interrupted one is never used. */
async function clone(
  { repository, helixVersion }: HelixRecipe,
  folder: string,
  { host, random, signal }: SourceSurroundings,
): Promise<void> {
  const fresh = `${folder}.${random.uuid()}.tmp`;
  const args = ['clone', '--quiet', '--depth', '1', '--branch', helixVersion, '--', repository, fresh];
  try {
    await runGit(['-c', 'advice.detachedHead=false', ...args], host, signal);
    const commit = await runGit(['-C', fresh, 'rev-parse', 'HEAD'], host, signal);
    await writeFile(join(fresh, COMPLETE), `${commit}\n`);
    await rm(folder, { recursive: true, force: true });
    await rename(fresh, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Whether a clone is finished, and its files are those of the commit that was cloned. */
async function isComplete(folder: string, { host, signal }: SourceSurroundings): Promise<boolean> {
  const commit = (await readOrNull(readFile(join(folder, COMPLETE), 'utf8')))?.trim();
  if (commit === undefined) return false;
  const head = await runGit(['-C', folder, 'rev-parse', 'HEAD'], host, signal).catch(ignoreFailure(signal));
  if (head !== commit) return false;
  const edits = await runGit(
    ['-C', folder, 'status', '--porcelain', '--untracked-files=no'],
    host,
    signal,
  ).catch(ignoreFailure(signal));
  return edits === '';
}

/** A broken clone is cloned again; an interruption stays one. */
function ignoreFailure(signal: AbortSignal): (error: unknown) => null {
  return (error) => {
    if (signal.aborted) throw error;
    return null;
  };
}

/** Sources of other repositories than HelixDB's own have a folder of their own. */
function folderName({ helixVersion, repository }: HelixRecipe): string {
  if (repository === DEFAULT_RECIPE.repository) return helixVersion;
  return `${helixVersion}-${digestOfText(repository).slice(0, 8)}`;
}

function cacheFolder({ environment, home }: Host): string {
  const named = variableIn(environment, 'HELIX_CACHE_DIR') ?? variableIn(environment, 'HELIX_HOME');
  if (named !== undefined) return named;
  if (home !== null) return join(home, '.helix');
  throw new HelixError('failed', 'There is no folder for the source of HelixDB: this user has no home.', {
    hint: 'Set HELIX_CACHE_DIR to a folder.',
  });
}
