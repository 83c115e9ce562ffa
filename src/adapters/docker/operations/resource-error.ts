import { HelixError } from '../../../errors';
import type { ResourceError } from '../../../ports/engine';

/** Returns a failure as fields; null for a bug and for a lost lease. */
export function resourceErrorOf(error: unknown): ResourceError | null {
  if (!(error instanceof HelixError) || error.kind === 'locked') return null;
  const { kind, message, hint } = error;
  return {
    kind: kind === 'refused' ? 'foreign' : kind === 'auth' || kind === 'cancelled' ? kind : 'failed',
    message,
    ...(hint === undefined ? {} : { hint }),
  };
}
