import { HelixError } from '../../../errors';
import type { ErrorKind } from '../../../errors';
import type { Owner } from './owner';

/**
 * Why a call to Helix Cloud came to nothing.
 * `unreachable`: no usable answer after all attempts. `auth`: 401 or 403. `missing`: 404. `conflict`: 409 or 412.
 * `rejected`: the service understood and said no. `malformed`: the answer is not what the API document says.
 */
export type CloudErrorReason = 'unreachable' | 'auth' | 'missing' | 'conflict' | 'rejected' | 'malformed';

const KINDS: Record<CloudErrorReason, ErrorKind> = {
  unreachable: 'unreachable',
  auth: 'auth',
  missing: 'not-found',
  conflict: 'refused',
  rejected: 'failed',
  malformed: 'failed',
};

/** A call that failed, as fields. The message says what was asked and what came back; the key is in none of them. */
export class CloudError extends HelixError {
  readonly reason: CloudErrorReason;
  /** The HTTP status of the last answer; null when there was none. */
  readonly status: number | null;
  /** The API's own code, for example `owned_by_other`. */
  readonly code: string | null;
  /** With `owned_by_other`: whose the cluster is; null when nobody's. */
  readonly owner: Owner | null;

  constructor(
    reason: CloudErrorReason,
    message: string,
    details: { status?: number; code?: string; owner?: Owner | null; hint?: string } = {},
  ) {
    super(KINDS[reason], message, details.hint === undefined ? {} : { hint: details.hint });
    this.reason = reason;
    this.status = details.status ?? null;
    this.code = details.code ?? null;
    this.owner = details.owner ?? null;
  }
}

/** True for a CloudError with this reason, and with this API code when one is given. */
export function isCloudError(error: unknown, reason: CloudErrorReason, code?: string): error is CloudError {
  return (
    error instanceof CloudError && error.reason === reason && (code === undefined || error.code === code)
  );
}
