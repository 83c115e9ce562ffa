import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ProjectFiles } from '../../ports/project-files';
import type { Random } from '../../ports/random';
import { hashBuildContext } from './build-context';
import { readGitCommit } from './git-commit';
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

  async readText(root: string, file: string, largest: number = LARGEST.text): Promise<string | null> {
    const path = join(root, file);
    const bytes = await withReadErrors(path, readOrNull(readAtMost(path, largest)));
    return bytes === null ? null : decodeUtf8(bytes, path);
  }

  writeText(root: string, file: string, text: string): Promise<void> {
    const path = join(root, file);
    return withReadErrors(path, writeAtomically(path, text, this.#random));
  }

  readHxFiles(root: string, directory: string): Promise<ReadonlyMap<string, string>> {
    return readHxFiles(join(root, directory));
  }

  hashBuildContext(root: string): Promise<string | null> {
    return withReadErrors(root, hashBuildContext(root));
  }

  readGitCommit(root: string): Promise<string | null> {
    return readGitCommit(resolve(root));
  }

  async #isProject(directory: string): Promise<boolean> {
    // A directory that this user cannot list is not a project of this user.
    const names = await readdir(directory).catch(() => []);
    for (const name of names) {
      if (!PROJECT_MARKERS.has(name)) continue;
      if (!(await stat(join(directory, name)).catch(() => null))?.isFile()) continue;
      if (name !== 'Cargo.toml' || isBlueprintCargo((await this.readText(directory, name)) ?? ''))
        return true;
    }
    return false;
  }
}
