import { HelixError } from '../errors';

/** The holder that a `locked` error names. */
interface LockHolder {
  readonly operation: string;
  readonly by: string;
  readonly host: string;
  readonly pid: number;
  readonly since: string;
  readonly liveness: 'alive' | 'gone' | 'unknown';
}

const LIVENESS = {
  alive: 'it is running',
  gone: 'its process is gone',
  unknown: 'whether it is running cannot be seen from here',
};

/** Returns the error for a lock that another process holds. `leaseSeconds`: the silence after which a holder is taken over. */
export function lockedError(workspace: string, holder: LockHolder, leaseSeconds: number): HelixError {
  const who = `${holder.by} (${holder.operation}, process ${holder.pid} on ${holder.host})`;
  return new HelixError(
    'locked',
    `The state of workspace ${workspace} is locked by ${who} since ${holder.since}; ${LIVENESS[holder.liveness]}.`,
    {
      hint:
        `Wait with \`--lock-timeout 10min\`: a holder that shows no sign of life for ${leaseSeconds} s is taken over. ` +
        'Or free the lock with `helix unlock`, if you know that nothing is running.',
    },
  );
}

/** Returns the error for a lost lease: this process was silent for too long and another took over, or the lock was freed by hand. */
export function lostLeaseError(cause?: unknown): HelixError {
  return new HelixError(
    'locked',
    'The lock was lost: another process took it over, or it was freed by hand.',
    {
      hint: 'Nothing of the other process was overwritten. Run `helix plan` to see where things stand.',
      cause,
    },
  );
}

/** Returns the error for a heartbeat that is too old to act on, though perhaps no other process has taken over. */
export function staleLeaseError(): HelixError {
  return new HelixError(
    'locked',
    'The lock could not be kept: this process was stopped or its storage was too slow.',
    {
      hint: 'Begun operations are in the journal. Run the command again to continue.',
    },
  );
}
