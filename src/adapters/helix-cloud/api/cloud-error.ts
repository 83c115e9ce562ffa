import { HelixError } from '../../../errors';
import type { ErrorKind } from '../../../errors';
import type { Owner } from '../../../resources/owner';

/**
 * The kinds of answers of Helix Cloud that end a call.
 * `auth`: 401 or 403. `missing`: 404. `conflict`: 409 or 412. `rejected`: the service refused the request.
 * `malformed`: the answer differs from the API document.
 */
export type CloudErrorReason = 'auth' | 'missing' | 'conflict' | 'rejected' | 'malformed';

const KINDS: Record<CloudErrorReason, ErrorKind> = {
  auth: 'auth',
  missing: 'not-found',
  conflict: 'refused',
  rejected: 'failed',
  malformed: 'unreachable',
};

/** A call that failed, as fields. The message says what was asked and what came back; the key is in none of them. */
export class CloudError extends HelixError {
  readonly reason: CloudErrorReason;
  /** The HTTP status of the answer, where it is known. */
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

/** True for an error that says that no usable answer came after all attempts. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof HelixError && error.kind === 'unreachable';
}
