import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { HelixError } from '../../errors';
import { readOrNull, decodeUtf8, withReadErrors } from '../host/read-errors';
import { LARGEST } from '../../values/sizes';
import { readAtMost } from '../host/read-at-most';

/**
 * Reads all `.hx` files below a directory of a project except those in `.helix` folders, by their paths with `/`, sorted.
 * Follows symbolic links inside the project, but no cycles. Returns an empty map when the directory does not exist.
 * @throws HelixError `config` for a link that leads out of the project, whose files would be deployed
 */
export async function readHxFiles(root: string, directory: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const start = join(root, directory);
  if ((await withReadErrors(start, readOrNull(lstat(start)))) === null) return found;
  await new HxReader(await realpath(root), found).collect(start, '', []);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

class HxReader {
  /** The project's directory, without links. */
  readonly #root: string;
  readonly #found: Map<string, string>;

  constructor(root: string, found: Map<string, string>) {
    this.#root = root;
    this.#found = found;
  }

  async collect(directory: string, prefix: string, above: readonly string[]): Promise<void> {
    const real = await this.#resolveInside(directory);
    if (above.includes(real)) return;
    for (const entry of await withReadErrors(directory, readdir(directory, { withFileTypes: true }))) {
      if (entry.name === '.helix') continue;
      const path = join(directory, entry.name);
      const name = `${prefix}${entry.name}`;
      const kind = entry.isSymbolicLink() ? await readOrNull(stat(path)) : entry;
      if (kind?.isDirectory() === true) await this.collect(path, `${name}/`, [...above, real]);
      else if (entry.name.endsWith('.hx') && kind?.isFile() !== false) {
        if (entry.isSymbolicLink()) await this.#resolveInside(path);
        this.#found.set(name, decodeUtf8(await withReadErrors(path, readAtMost(path, LARGEST.text)), path));
      }
    }
  }

  async #resolveInside(path: string): Promise<string> {
    const real = await withReadErrors(path, realpath(path));
    if (real === this.#root || real.startsWith(this.#root === sep ? sep : `${this.#root}${sep}`)) return real;
    throw new HelixError('config', `${path} is a link to ${real}, which is outside the project.`, {
      hint: 'Queries are deployed, so they must be inside the project: copy them there, or link inside it.',
    });
  }
}
