import { ApiError } from './api-error';
import type { CallName } from './operation-names';
import { tearResponse } from './responses';
import type { World } from './world';

/** A broken connection: there is no answer, though the request may have been executed. */
export class ConnectionDropped extends TypeError {}

/** Delays or refuses a call before anything is done, where a rule says so. */
export async function failBefore({ clock, closing, faults }: World, name: CallName): Promise<void> {
  const latency = faults.take('latency', name);
  if (latency !== undefined) await clock.sleep(latency.ms, closing);
  const limited = faults.take('rate-limit', name);
  if (limited !== undefined) {
    const headers = { 'retry-after': String(limited.retryAfterSeconds) };
    throw new ApiError(429, 'rate_limited', 'too many requests', undefined, headers);
  }
  const away = faults.take('unavailable', name);
  if (away !== undefined) {
    const headers = { 'retry-after': String(away.retryAfterSeconds) };
    throw new ApiError(503, 'unavailable', 'temporarily unavailable', undefined, headers);
  }
  if (faults.take('error-before-commit', name) !== undefined) {
    throw new ApiError(500, 'internal', 'internal error');
  }
}

/** Spoils the answer to a call that was executed: only that can fail afterwards. */
export async function failAfter({ faults }: World, name: CallName, response: Response): Promise<Response> {
  if (faults.take('error-after-commit', name) !== undefined) {
    throw new ApiError(500, 'internal', 'internal error');
  }
  if (faults.take('drop-after-commit', name) !== undefined) throw new ConnectionDropped('fetch failed');
  return faults.take('torn-body', name) === undefined ? response : tearResponse(response);
}
