import { HelixError } from '../../../errors';
import type { ResourceError } from '../../../ports/engine';
import { ownerText } from '../../../resources/owner';
import type { Owner } from '../../../resources/owner';
import { CloudError, isUnreachable } from '../api/cloud-error';

/** Ends an operation with a reason for the user. The operation itself knows what exists then. */
export class OperationFailure extends Error {
  readonly error: ResourceError;

  constructor(error: ResourceError) {
    super(error.message);
    this.error = error;
  }
}

/** Ends an operation because the service refused its queries: the cluster runs with those deployed before. */
export class QueriesRefused extends OperationFailure {}

/** Ends an operation because the lease was lost: the one failure that is not a result. */
export class LeaseLost extends Error {
  constructor(cause: unknown) {
    super('the lease was lost', { cause });
  }
}

/** Returns a failure as fields; null for a bug or a lost lease. */
export function resourceErrorOf(error: unknown): ResourceError | null {
  if (error instanceof OperationFailure) return error.error;
  if (!(error instanceof HelixError)) return null;
  return {
    kind: kindOf(error),
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  };
}

/** Whether the service refused the call, so that it changed nothing. A 401 may follow a first attempt that succeeded. */
export function isRefusal(error: unknown): boolean {
  return error instanceof CloudError && ['conflict', 'rejected', 'missing'].includes(error.reason);
}

/** Whether the error leaves open what exists now. */
export function isInconclusive(error: unknown): boolean {
  if (error instanceof CloudError) return ['auth', 'malformed'].includes(error.reason);
  return isUnreachable(error) || (error instanceof HelixError && error.kind === 'cancelled');
}

/** Whether the service did not finish in time. */
export function isTimeout(error: unknown): boolean {
  return error instanceof OperationFailure && error.error.kind === 'timeout';
}

/** The error for a cluster that belongs to somebody else. */
export function foreign(id: string, owner: Owner | null, hint: string): OperationFailure {
  const whose = owner === null ? 'to nobody' : `to ${ownerText(owner)}`;
  return new OperationFailure({
    kind: 'foreign',
    message: `The cluster ${id} belongs ${whose}, not to this project.`,
    hint,
  });
}

function kindOf(error: HelixError): ResourceError['kind'] {
  if (error.kind === 'auth' || error.kind === 'cancelled') return error.kind;
  return error instanceof CloudError && error.code === 'owned_by_other' ? 'foreign' : 'failed';
}
