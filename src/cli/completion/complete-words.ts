import type { CommandClass } from 'clipanion';
import { cloudMeant } from '../../clouds';
import { COMMANDS } from '../commands';
import { shapeOf } from '../command-shape';
import type { HelixContext } from '../context';
import { listProjectNames, listRegionNames } from '../../workflows/project-names';
import { wantedAt } from './candidates';
import type { Completable } from './candidates';

/** Returns the words that may stand in the place of the last one; none where anything goes wrong. */
export async function completeWords(
  words: readonly string[],
  { ports, cwd }: Pick<HelixContext, 'ports' | 'cwd'>,
): Promise<readonly string[]> {
  const wanted = wantedAt(words, COMMANDS.map(completable));
  const all = await listFor(wanted).catch(() => []);
  const last = words.at(-1) ?? '';
  return [...new Set(all)].filter((word) => word.startsWith(last)).sort();

  async function listFor(found: typeof wanted): Promise<readonly string[]> {
    switch (found.type) {
      case 'words':
        return found.words;
      case 'project':
        return listProjectNames(ports, cwd, found.what);
      case 'regions': {
        const cloud = found.provider === null ? undefined : cloudMeant(found.provider);
        return cloud === undefined ? [] : listRegionNames(ports, cwd, cloud);
      }
      case 'files':
        return [];
    }
  }
}

function completable(command: CommandClass<HelixContext>): Completable {
  return { path: command.paths?.[0] ?? [], shape: () => shapeOf(command) };
}
