import { join, posix, relative, sep } from 'node:path';
import type { Random } from '../../../ports/random';
import { LARGEST } from '../../../values/sizes';
import { readTextAtMost } from '../../host/read-at-most';
import { writeAtomically } from '../../host/write-atomically';

/** The list of files that Helix wrote for the user: without it, a saved plan would change the digest that it approves. */
const LIST = join('.helix', 'left-out.json');
/** The longest list: the oldest files are forgotten. */
const MOST = 1000;

/** Returns the paths, relative to the project with `/`, of the files that Helix wrote for the user. */
export async function readLeftOut(root: string): Promise<readonly string[]> {
  try {
    const list: unknown = JSON.parse(await readTextAtMost(join(root, LIST), LARGEST.text));
    return Array.isArray(list) ? list.filter((path) => typeof path === 'string') : [];
  } catch {
    return [];
  }
}

/** Adds absolute paths to the list. Files outside the project are never in a build context of it. */
export async function addLeftOut(root: string, files: readonly string[], random: Random): Promise<void> {
  const inside = files
    .map((file) => relative(root, file).split(sep).join(posix.sep))
    .filter((path) => path !== '' && !/^\.\.(\/|$)/.test(path) && !path.startsWith('.helix/'));
  const before = await readLeftOut(root);
  if (inside.every((path) => before.includes(path))) return;
  const list = [...new Set([...before, ...inside])].slice(-MOST);
  await writeAtomically(join(root, LIST), `${JSON.stringify(list)}\n`, random);
}
