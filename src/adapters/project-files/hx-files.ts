import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readOrNull, decodeUtf8, withReadErrors } from '../host/read-errors';
import { LARGEST } from '../../values/sizes';
import { readAtMost } from '../host/read-at-most';

/**
 * Reads all `.hx` files below a directory except those in `.helix` folders, by their paths with `/`, sorted.
 * Follows symbolic links, but no cycles. Returns an empty map when the directory does not exist.
 */
export async function readHxFiles(directory: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  if ((await readOrNull(stat(directory))) !== null) await collect(directory, '', [], found);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function collect(
  directory: string,
  prefix: string,
  above: readonly string[],
  found: Map<string, string>,
): Promise<void> {
  const real = await realpath(directory);
  if (above.includes(real)) return;
  for (const entry of await withReadErrors(directory, readdir(directory, { withFileTypes: true }))) {
    if (entry.name === '.helix') continue;
    const path = join(directory, entry.name);
    const name = `${prefix}${entry.name}`;
    const kind = entry.isSymbolicLink() ? await readOrNull(stat(path)) : entry;
    if (kind?.isDirectory() === true) await collect(path, `${name}/`, [...above, real], found);
    else if (entry.name.endsWith('.hx') && kind?.isFile() !== false) {
      found.set(name, decodeUtf8(await withReadErrors(path, readAtMost(path, LARGEST.text)), path));
    }
  }
}
