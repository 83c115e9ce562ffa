import { HelixError } from '../../../errors';
import type { ResourceError } from '../../../ports/engine';
import { FlyError } from '../api/fly-error';

/** Ends an operation with a reason for the user. */
export class FlyFailure extends Error {
  readonly error: ResourceError;

  constructor(error: ResourceError) {
    super(error.message);
    this.error = error;
  }
}

/** Ends an operation because the lease of the state was lost: the one failure that is not a result. */
export class LeaseLost extends Error {
  constructor(cause: unknown) {
    super('the lease was lost', { cause });
  }
}

/** The error for something that belongs to somebody else. */
export function foreign(message: string, hint: string): FlyFailure {
  return new FlyFailure({ kind: 'foreign', message, hint });
}

/** Returns a failure as fields; null for a bug or a lost lease. */
export function resourceErrorOf(error: unknown): ResourceError | null {
  if (error instanceof FlyFailure) return error.error;
  if (!(error instanceof HelixError)) return null;
  const { message } = error;
  const hint = (error instanceof FlyError ? HINTS[error.word] : undefined) ?? error.hint;
  return { kind: kindOf(error), message, ...(hint !== undefined && { hint }) };
}

function kindOf({ kind }: HelixError): ResourceError['kind'] {
  return kind === 'auth' || kind === 'cancelled' ? kind : 'failed';
}

const HINTS: Readonly<Record<string, string>> = {
  insufficient_capacity: 'Fly has no room for it there now: apply again later, or take another `vm_size`.',
  volume_placement_capacity:
    'The host of its volume is full. `fly volumes fork VOLUME -a APP` copies the volume to another host; Helix never replaces it by itself.',
  invalid_region: '`fly platform regions` lists the regions.',
  image_not_found: 'Fly pulls public images and those of its own registry alone.',
};
