import { Refused } from '../../stand-in/vendor';
import type { Answer } from '../../stand-in/vendor';

/** The canonical names of statuses, as all APIs of Google but the oldest have them. */
const NAMES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  412: 'FAILED_PRECONDITION',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

/** An error of Compute Engine, which has a reason. */
export function computeError(code: number, reason: string, message: string): Answer {
  return {
    status: code,
    body: { error: { code, message, errors: [{ message, domain: 'global', reason }] } },
  };
}

/** An error of the other APIs, which has a status by name. */
export function apiError(code: number, message: string, status = NAMES[code] ?? 'UNKNOWN'): Answer {
  return { status: code, body: { error: { code, message, status } } };
}

export function refuseCompute(code: number, reason: string, message: string): never {
  throw new Refused(computeError(code, reason, message));
}

export function refuseApi(code: number, message: string, status?: string): never {
  throw new Refused(apiError(code, message, status));
}

/** The refusal of a value that Compute Engine does not take for a field. */
export function refuseField(field: string, value: string, rule: string): never {
  return refuseCompute(400, 'invalid', `Invalid value for field '${field}': '${value}'. ${rule}`);
}
