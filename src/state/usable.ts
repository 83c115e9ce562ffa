import { HelixError } from '../errors';
import type { Moved, State } from './state';

/**
 * Checks that a state belongs to a project, and has not been moved to another backend.
 * @throws HelixError `refused`
 */
export function assertUsableBy(project: string, state: State | null): void {
  if (state === null) return;
  if (state.project !== project) {
    throw new HelixError(
      'refused',
      `the state found here is that of project ${state.project}, not of ${project}`,
      {
        hint:
          `Nothing was changed. If this directory is a copy of ${state.project}, delete its .helix. ` +
          'If the project was renamed, give it its name back: its resources carry it.',
      },
    );
  }
  if (state.moved !== undefined) throw movedError(state.moved);
}

function movedError({ to, at, by }: Moved): HelixError {
  return new HelixError('refused', `the state was moved to ${to} by ${by} on ${at}`, {
    hint: 'Nothing was read or changed here. Take the `[state]` table of helix.toml that goes with it, from where the move was committed.',
  });
}
