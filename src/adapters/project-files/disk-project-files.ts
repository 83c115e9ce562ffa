import { lstat, stat } from 'node:fs/promises';
import { platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { HelixError } from '../../errors';
import type { BuildContext, ContextPlace } from '../../graph/project-contents';
import type { PackedContext, PackedFolder, ProjectFiles } from '../../ports/project-files';
import type { Random } from '../../ports/random';
import { addLeftOut } from './build-context/left-out';
import { readContext } from './build-context/read-context';
import { readGitCommit } from './git-commit';
import { readByteOrderMark } from './byte-order-mark';
import { readHxFiles } from './hx-files';
import { isBlueprintCargo, PROJECT_MARKERS } from './markers';
import { readOrNull, decodeUtf8, withReadErrors } from '../host/read-errors';
import { writeAtomically } from '../host/write-atomically';
import { LARGEST } from '../../values/sizes';
import { readAtMost } from '../host/read-at-most';

/** The project directory on the disk of this host. */
export class DiskProjectFiles implements ProjectFiles {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  async find(start: string): Promise<{ readonly root: string | null; readonly searched: readonly string[] }> {
    const searched: string[] = [];
    for (let directory = resolve(start); ; directory = dirname(directory)) {
      searched.push(directory);
      if (await this.#isProject(directory)) return { root: directory, searched };
      if (dirname(directory) === directory) return { root: null, searched };
    }
  }

  async readOwner(directory: string): Promise<number | null> {
    // Elsewhere containers run in a virtual machine, which shows files of the host with owners of its own.
    if (platform() !== 'linux') return null;
    return (await stat(directory).catch(() => null))?.uid ?? null;
  }

  async readKind(path: string): Promise<'file' | 'directory' | 'other' | null> {
    const status = await stat(path).catch(() => null);
    if (status === null) return null;
    return status.isFile() ? 'file' : status.isDirectory() ? 'directory' : 'other';
  }

  async readText(root: string, file: string, largest: number = LARGEST.text): Promise<string | null> {
    const path = join(root, file);
    const bytes = await withReadErrors(path, readOrNull(readAtMost(path, largest)));
    if (bytes !== null) return decodeUtf8(bytes, path);
    // A link that leads nowhere would hide a file that the project has.
    if ((await lstat(path).catch(() => null)) !== null) throw notAFile(path);
    return null;
  }

  async writeText(root: string, file: string, text: string): Promise<void> {
    const path = join(root, file);
    const mark = await readByteOrderMark(path);
    await withReadErrors(path, writeAtomically(path, mark + text, this.#random));
  }

  readHxFiles(root: string, directory: string): Promise<ReadonlyMap<string, string>> {
    return readHxFiles(root, directory);
  }

  readBuildContext(
    root: string,
    place: ContextPlace,
    envFiles: readonly string[] = [],
  ): Promise<BuildContext | null> {
    return withReadErrors(root, readContext(root, { place, envFiles }, this.#random));
  }

  // Archives are written and git is asked by a build alone: a plan loads neither.
  async packBuildContext(
    root: string,
    place: ContextPlace,
    envFiles: readonly string[] = [],
  ): Promise<PackedContext> {
    const { packContext } = await import('./build-context/pack-context');
    return withReadErrors(root, packContext(root, { place, envFiles }, this.#random));
  }

  async packFiles(
    texts: ReadonlyMap<string, string>,
    folder: PackedFolder,
  ): Promise<PackedContext['archive']> {
    const { packFiles } = await import('./build-context/pack-files');
    return withReadErrors(folder.directory, packFiles(texts, folder));
  }

  leaveOutOfContexts(root: string, files: readonly string[]): Promise<void> {
    return withReadErrors(root, addLeftOut(root, files, this.#random));
  }

  async readCommitTime(root: string): Promise<number | null> {
    const { readCommitTime } = await import('./commit-time');
    return readCommitTime(resolve(root));
  }

  async readSourceUrl(root: string): Promise<string | null> {
    const { readSourceUrl } = await import('./source-url');
    return readSourceUrl(resolve(root));
  }

  readGitCommit(root: string): Promise<string | null> {
    return readGitCommit(resolve(root));
  }

  async #isProject(directory: string): Promise<boolean> {
    const found = await Promise.all(Array.from(PROJECT_MARKERS, (name) => this.#isMarker(directory, name)));
    return found.includes(true);
  }

  /** Asks for each name, because a directory that this user cannot list may still hold the project. */
  async #isMarker(directory: string, name: string): Promise<boolean> {
    const path = join(directory, name);
    const exists = (await lstat(path).catch(() => null)) !== null;
    if (!exists) return false;
    const isFile = (await this.readKind(path)) === 'file';
    if (name !== 'Cargo.toml') {
      if (!isFile && name.endsWith('.toml')) throw notAFile(path);
      return isFile;
    }
    return isFile && isBlueprintCargo((await this.readText(directory, name)) ?? '');
  }
}

function notAFile(path: string): HelixError {
  return new HelixError('config', `Cannot use ${path}: it is not a file, or a link that leads nowhere.`, {
    hint: 'Repair or remove it: nothing else is used in its place.',
  });
}
