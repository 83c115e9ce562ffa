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

/** The start time of a process, in clock ticks since boot; `ended` also for a zombie, which waits for its parent alone. */
type Start = { readonly ticks: string } | 'ended' | 'missing' | 'unreadable';

type ReadText = (path: string) => Promise<string>;

/** The processes of this host, and whether they are alive. */
export class ProcessTable {
  readonly #host: string;
  readonly #pid: number;
  readonly #exists: (pid: number) => boolean;
  readonly #readText: ReadText;

  /** `exists` sends signal 0: true also for a process of another user. */
  constructor(
    host: string,
    pid: number,
    exists: (pid: number) => boolean,
    readText: ReadText = (path) => readFile(path, 'utf8'),
  ) {
    this.#host = host;
    this.#pid = pid;
    this.#exists = exists;
    this.#readText = readText;
  }

  /** Returns the identity of this process. */
  async readSelf(): Promise<LockOwner> {
    return this.readOwner(this.#pid);
  }

  /** Returns the identity of a process of this host, which distinguishes it from later ones. */
  async readOwner(pid: number): Promise<LockOwner> {
    return { host: this.#host, pid, identity: await this.#readIdentity(pid) };
  }

  /** Checks whether a process is alive: `gone` only when that is certain; a stopped process is `alive`. */
  async checkLiveness(owner: LockOwner): Promise<Holder['liveness']> {
    const here = await this.#readIdentity(this.#pid);
    const { identity } = owner;
    if (here === null || identity === null) {
      if (here !== identity || owner.host !== this.#host) return 'unknown';
      return this.#exists(owner.pid) ? 'alive' : 'gone';
    }
    if (identity.bootId !== here.bootId || identity.pidNamespace !== here.pidNamespace) return 'unknown';
    const start = await this.#readStart(owner.pid);
    if (start === 'unreadable') return 'unknown';
    // If /proc hides the processes of other users, a missing entry proves nothing.
    if (start === 'missing') return this.#exists(owner.pid) ? 'unknown' : 'gone';
    return start !== 'ended' && start.ticks === identity.startTime ? 'alive' : 'gone';
  }

  async #readIdentity(pid: number): Promise<ProcessIdentity | null> {
    try {
      const bootId = (await this.#readText('/proc/sys/kernel/random/boot_id')).trim();
      const pidNamespace = await readlink('/proc/self/ns/pid');
      const start = await this.#readStart(pid);
      return typeof start === 'string' ? null : { bootId, pidNamespace, startTime: start.ticks };
    } catch (error) {
      if (errnoOf(error) !== undefined) return null;
      throw error;
    }
  }

  async #readStart(pid: number): Promise<Start> {
    let stat: string;
    try {
      stat = await this.#readText(`/proc/${pid}/stat`);
    } catch (error) {
      const code = errnoOf(error);
      if (code === undefined) throw error;
      // Any other failure, such as too many open files, says nothing about the process.
      return code === 'ENOENT' || code === 'ESRCH' ? 'missing' : 'unreadable';
    }
    // The name of the program, in parentheses, may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, ticks] = [fields[0], fields[19]];
    if (state === undefined || ticks === undefined) return 'unreadable';
    return state === 'Z' || state === 'X' ? 'ended' : { ticks };
  }
}
