import type { Clock } from '../../ports/clock';
import type { OperationName } from './document';
import type { FlyFaults } from './faults';
import { Refused } from './refused';

/** The connection breaks in place of an answer: in this process a TypeError, as of `fetch`. */
export class ConnectionBroken extends TypeError {}

/** The calls that make something, which Fly ends with 408 when that takes too long. */
const SLOW: readonly OperationName[] = ['createApp', 'createVolume', 'createMachine', 'updateMachine'];
/** The calls that need room on a host. */
const PLACED: readonly OperationName[] = ['createVolume', 'createMachine', 'updateMachine'];

/** Delays or refuses a call before anything is done, where a rule says so. */
export async function failBefore(faults: FlyFaults, clock: Clock, name: OperationName): Promise<void> {
  const latency = faults.take('latency', name);
  if (latency !== undefined) await clock.sleep(latency.ms);
  if (faults.take('drop-before-commit', name) !== undefined) throw new ConnectionBroken('fetch failed');
  const limited = faults.take('rate-limit', name);
  if (limited !== undefined) throw rateLimited(limited.retryAfterSeconds);
  const refused = faults.take('refuse', name);
  if (refused !== undefined) throw new Refused(refused.status, 'refused by a fault rule', refused.word);
  if (faults.take('error-before-commit', name) !== undefined) throw new Refused(500, 'internal server error');
  if (faults.take('unavailable', name) !== undefined) throw new Refused(503, 'service unavailable');
  if (SLOW.includes(name) && faults.take('timeout-before-commit', name) !== undefined) throw timedOut();
  if (!PLACED.includes(name)) return;
  if (faults.take('no-room', name) !== undefined) {
    throw new Refused(412, 'insufficient resources available to fulfill request', 'insufficient_capacity');
  }
  if (name !== 'createVolume' && faults.take('volume-host-full', name) !== undefined) {
    const message = 'insufficient resources to create new machine with existing volume';
    throw new Refused(412, message, 'volume_placement_capacity');
  }
}

/** Spoils the answer to a call that was done: only that can fail afterwards. */
export function failAfter(faults: FlyFaults, name: OperationName): void {
  if (faults.take('error-after-commit', name) !== undefined) throw new Refused(500, 'internal server error');
  if (SLOW.includes(name) && faults.take('timeout-after-commit', name) !== undefined) throw timedOut();
  if (faults.take('drop-after-commit', name) !== undefined) throw new ConnectionBroken('fetch failed');
}

export function rateLimited(retryAfterSeconds: number | null): Refused {
  const headers = retryAfterSeconds === null ? {} : { 'retry-after': `${retryAfterSeconds}` };
  return new Refused(429, 'rate limit exceeded', 'rate_limited', headers);
}

function timedOut(): Refused {
  return new Refused(408, 'deadline_exceeded: the request took too long', 'deadline_exceeded');
}
