import { readdir, readFile } from 'node:fs/promises';
import { HelixError } from '../../../errors';
import type { Clock } from '../../../ports/clock';
import type { LockOwner, ProcessTable } from '../../host/process-table';
import type { Processes } from '../../host/processes';

/** The time that killed processes may take to disappear. */
const DYING_MS = 10_000;

/**
 * Kills what is left of a process group that an earlier Helix started, and waits until it has ended: a process that still
 * runs could create an object after Helix has looked for it. A group of another host or boot is out of reach.
 * @throws HelixError `failed` if it is on this host and does not end
 */
export async function endGroup(
  leader: LockOwner,
  table: ProcessTable,
  processes: Processes,
  clock: Clock,
): Promise<void> {
  const liveness = await table.checkLiveness(leader);
  if (liveness === 'unknown') return;
  // The children of a dead leader may live; the system does not reuse the id of their group meanwhile.
  if (liveness === 'gone' && !(await isOrphaned(leader))) return;
  const started = clock.monotonicMs();
  processes.signal(-leader.pid, 'SIGKILL');
  while (await hasMembers(leader.pid, processes)) {
    if (clock.monotonicMs() - started > DYING_MS) {
      throw new HelixError(
        'failed',
        `Terraform of an earlier run (process group ${leader.pid}) does not end.`,
        {
          hint: `Inspect it with \`ps -o pid,stat,args -g ${leader.pid}\`, and run the same command when it has ended.`,
        },
      );
    }
    await clock.sleep(50);
  }
}

/** Whether the group of a dead leader still has members, rather than an id that a later process reuses. */
async function isOrphaned({ pid, identity }: LockOwner): Promise<boolean> {
  if (identity === null) return false;
  const members = await findMembers(pid);
  return (
    members.length > 0 &&
    members.every((member) => member.pid !== pid && member.start >= Number(identity.startTime))
  );
}

async function hasMembers(group: number, processes: Processes): Promise<boolean> {
  const members = await findMembers(group);
  return members.length > 0 || (!(await hasProc()) && processes.signal(-group, 0));
}

/** The living members of a process group; none on a system without /proc. */
async function findMembers(group: number): Promise<{ pid: number; start: number }[]> {
  const entries = await readdir('/proc').catch(() => []);
  const found = await Promise.all(
    entries.map(async (entry) => {
      if (!/^\d+$/.test(entry)) return [];
      const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '');
      const [state, , pgrp, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(pgrp) !== group || state === undefined || 'ZX'.includes(state)) return [];
      return [{ pid: Number(entry), start: Number(rest[16]) }];
    }),
  );
  return found.flat();
}

async function hasProc(): Promise<boolean> {
  return readFile('/proc/self/stat').then(
    () => true,
    () => false,
  );
}
