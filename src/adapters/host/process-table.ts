import { readFile, readlink } from 'node:fs/promises';
import type { Holder } from '../../ports/state-store';
import { errnoOf } from './errno';

/** What tells a process from all others, those of other boots and containers included. */
export interface ProcessIdentity {
  readonly bootId: string;
  readonly pidNamespace: string;
  /** In clock ticks since boot. */
  readonly startTime: string;
}

/** Who took a lock, as far as its file tells. */
export interface LockOwner {
  readonly host: string;
  readonly pid: number;
  /** null where the system has no /proc. */
  readonly identity: ProcessIdentity | null;
}

/** Sees which processes of this host live. */
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

  /** This process. */
  async self(): Promise<LockOwner> {
    return this.owner(this.#pid);
  }

  /** A process of this host: what will tell it from others later. */
  async owner(pid: number): Promise<LockOwner> {
    return { host: this.#host, pid, identity: await identityOf(pid) };
  }

  /** `gone` only when it is certain; a stopped process is `alive`. */
  async liveness(owner: LockOwner): Promise<Holder['liveness']> {
    const here = await identityOf(this.#pid);
    const { identity } = owner;
    if (here === null || identity === null) {
      if (here !== identity || owner.host !== this.#host) return 'unknown';
      return this.#exists(owner.pid) ? 'alive' : 'gone';
    }
    if (identity.bootId !== here.bootId || identity.pidNamespace !== here.pidNamespace) return 'unknown';
    const startTime = await startTimeOf(owner.pid);
    // Where /proc hides the processes of others, a missing entry proves nothing.
    if (startTime === null)
      return this.#exists(owner.pid) && !(await isVisible(owner.pid)) ? 'unknown' : 'gone';
    return startTime === identity.startTime ? 'alive' : 'gone';
  }
}

async function identityOf(pid: number): Promise<ProcessIdentity | null> {
  try {
    const bootId = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const pidNamespace = await readlink('/proc/self/ns/pid');
    const startTime = await startTimeOf(pid);
    return startTime === null ? null : { bootId, pidNamespace, startTime };
  } catch (error) {
    if (errnoOf(error) !== undefined) return null;
    throw error;
  }
}

/** null for a process that is gone, or dead and not yet waited for by its parent. */
async function startTimeOf(pid: number): Promise<string | null> {
  const stat = await statOf(pid);
  // The name of the program, in parentheses, may itself hold spaces and parentheses.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields?.[0];
  return state === undefined || state === 'Z' || state === 'X' ? null : (fields?.[19] ?? null);
}

async function isVisible(pid: number): Promise<boolean> {
  return (await statOf(pid)) !== null;
}

async function statOf(pid: number): Promise<string | null> {
  try {
    return await readFile(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (errnoOf(error) !== undefined) return null;
    throw error;
  }
}
