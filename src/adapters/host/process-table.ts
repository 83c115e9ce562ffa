import { readFile, readlink } from 'node:fs/promises';
import type { Holder } from '../../ports/state-store';
import { errnoOf } from './errno';

/** The identity of a process among all others, including those of other boots and containers. */
export interface ProcessIdentity {
  readonly bootId: string;
  readonly pidNamespace: string;
  /** The start time in clock ticks since boot. */
  readonly startTime: string;
}

/** The process that took a lock, as far as the lock names it. */
export interface LockOwner {
  readonly host: string;
  readonly pid: number;
  /** null on a system without /proc. */
  readonly identity: ProcessIdentity | null;
}

/** The processes of this host, and whether they are alive. */
export class ProcessTable {
  readonly #host: string;
  readonly #pid: number;
  readonly #exists: (pid: number) => boolean;

  /** `exists` sends signal 0: true also for a process of another user. */
  constructor(host: string, pid: number, exists: (pid: number) => boolean) {
    this.#host = host;
    this.#pid = pid;
    this.#exists = exists;
  }

  /** Returns the identity of this process. */
  async readSelf(): Promise<LockOwner> {
    return this.readOwner(this.#pid);
  }

  /** Returns the identity of a process of this host, which distinguishes it from later ones. */
  async readOwner(pid: number): Promise<LockOwner> {
    return { host: this.#host, pid, identity: await readIdentity(pid) };
  }

  /** Checks whether a process is alive: `gone` only when that is certain; a stopped process is `alive`. */
  async checkLiveness(owner: LockOwner): Promise<Holder['liveness']> {
    const here = await readIdentity(this.#pid);
    const { identity } = owner;
    if (here === null || identity === null) {
      if (here !== identity || owner.host !== this.#host) return 'unknown';
      return this.#exists(owner.pid) ? 'alive' : 'gone';
    }
    if (identity.bootId !== here.bootId || identity.pidNamespace !== here.pidNamespace) return 'unknown';
    const startTime = await readStartTime(owner.pid);
    // If /proc hides the processes of other users, a missing entry proves nothing.
    if (startTime === null)
      return this.#exists(owner.pid) && !(await isVisible(owner.pid)) ? 'unknown' : 'gone';
    return startTime === identity.startTime ? 'alive' : 'gone';
  }
}

async function readIdentity(pid: number): Promise<ProcessIdentity | null> {
  try {
    const bootId = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const pidNamespace = await readlink('/proc/self/ns/pid');
    const startTime = await readStartTime(pid);
    return startTime === null ? null : { bootId, pidNamespace, startTime };
  } catch (error) {
    if (errnoOf(error) !== undefined) return null;
    throw error;
  }
}

/** Returns null for a process that is gone, or a zombie. */
async function readStartTime(pid: number): Promise<string | null> {
  const stat = await readStat(pid);
  // The name of the program, in parentheses, may itself hold spaces and parentheses.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields?.[0];
  return state === undefined || state === 'Z' || state === 'X' ? null : (fields?.[19] ?? null);
}

async function isVisible(pid: number): Promise<boolean> {
  return (await readStat(pid)) !== null;
}

async function readStat(pid: number): Promise<string | null> {
  try {
    return await readFile(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (errnoOf(error) !== undefined) return null;
    throw error;
  }
}
