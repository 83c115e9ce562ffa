import { HelixError } from '../errors';
import type { State } from './state';

/**
 * Checks that an edited state was made from the recorded one, and nothing was written since.
 * @throws HelixError `refused`
 */
export function assertSuccessor(edited: State, recorded: State): void {
  if (edited.lineage !== recorded.lineage) {
    throw new HelixError(
      'refused',
      `this is another state: its lineage is ${edited.lineage}, not ${recorded.lineage}`,
      {
        hint: 'Nothing was written. --force replaces what is recorded all the same.',
      },
    );
  }
  if (edited.serial !== recorded.serial) {
    throw new HelixError(
      'refused',
      `the recorded state has serial ${recorded.serial}, and this one was made from ${edited.serial}`,
      {
        hint: 'Nothing was written. Pull again and repeat the edit; --force overwrites what came in between.',
      },
    );
  }
}
