import { HelixError } from '../../errors';

/** The way out of a state that cannot be read. */
export const RESTORE_HINT =
  'Nothing was changed. `helix state verify` lists the older states that are kept, and `helix state restore --serial N` returns to one of them.';

/** Returns the error for a serial of which no state is kept. */
export function notKept(serial: number, kept: readonly number[]): HelixError {
  const hint = kept.length === 0 ? 'No older state is kept.' : `Kept, newest first: ${kept.join(', ')}.`;
  return new HelixError('not-found', `no state of serial ${serial} is kept`, { hint });
}
