import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { absentAsNull, decodeUtf8, readable } from '../host/read-errors';
import { LARGEST } from '../../values/sizes';
import { readAtMost } from '../host/read-at-most';

/**
 * The texts of all `.hx` files below a directory, `.helix` folders left out, by their paths with `/`, sorted.
 * Symbolic links are followed, but not round in circles. Empty when there is no such directory.
 */
export async function hxFiles(directory: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  if ((await absentAsNull(stat(directory))) !== null) await collect(directory, '', [], found);
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
  for (const entry of await readable(directory, readdir(directory, { withFileTypes: true }))) {
    if (entry.name === '.helix') continue;
    const path = join(directory, entry.name);
    const name = `${prefix}${entry.name}`;
    const kind = entry.isSymbolicLink() ? await absentAsNull(stat(path)) : entry;
    if (kind?.isDirectory() === true) await collect(path, `${name}/`, [...above, real], found);
    else if (entry.name.endsWith('.hx') && kind?.isFile() !== false) {
      found.set(name, decodeUtf8(await readable(path, readAtMost(path, LARGEST.text)), path));
    }
  }
}
