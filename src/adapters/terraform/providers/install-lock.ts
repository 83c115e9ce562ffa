import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Mutex } from 'async-mutex';
import type { Clock } from '../../../ports/clock';
import type { LockOwner, ProcessTable } from '../../host/process-table';

/** The pause before the next try, drawn each time so that two competing processes diverge. */
const RETRY_AFTER_MS = [50, 250] as const;
/** The life of a claim whose process cannot be seen: the time of the slowest download. */
const CLAIM_LIFE_MS = 15 * 60_000;

/**
 * A lock among all Helix processes that share a directory. A process writes a claim beside the others and holds the lock
 * if no other claim exists; of two claims, at least one process sees the other. A claim's name is never used again, so
 * that any process may remove the claim of a dead one at any time.
 */
export class InstallLock {
  readonly #file: string;
  readonly #processes: ProcessTable;
  readonly #clock: Clock;
  readonly #mutex = new Mutex();

  /** `file` is the prefix of the claims. */
  constructor(file: string, processes: ProcessTable, clock: Clock) {
    this.#file = file;
    this.#processes = processes;
    this.#clock = clock;
  }

  hold<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#mutex.runExclusive(async () => {
      const claim = await this.#writeClaim(signal);
      try {
        return await work();
      } finally {
        await rm(claim, { force: true });
      }
    });
  }

  async #writeClaim(signal?: AbortSignal): Promise<string> {
    const self = JSON.stringify(await this.#processes.readSelf());
    const seen = new Map<string, number>();
    await mkdir(dirname(this.#file), { recursive: true });
    for (;;) {
      const claim = `${this.#file}.${randomUUID()}`;
      if (await this.#removeDead(claim, seen)) {
        await writeFile(claim, self, { flag: 'wx' });
        if (await this.#removeDead(claim, seen)) return claim;
        await rm(claim, { force: true });
      }
      const [least, most] = RETRY_AFTER_MS;
      await this.#clock.sleep(least + Math.random() * (most - least), signal);
    }
  }

  /** Removes the claims of dead processes. Returns whether no other claim is left. */
  async #removeDead(claim: string, seen: Map<string, number>): Promise<boolean> {
    const prefix = `${basename(this.#file)}.`;
    let isAlone = true;
    for (const name of await readdir(dirname(this.#file))) {
      if (!name.startsWith(prefix) || name === basename(claim)) continue;
      const other = join(dirname(this.#file), name);
      const now = this.#clock.monotonicMs();
      const since = seen.get(name) ?? now;
      seen.set(name, since);
      if (now - since > CLAIM_LIFE_MS || (await this.#isDead(other))) await rm(other, { force: true });
      else isAlone = false;
    }
    return isAlone;
  }

  async #isDead(claim: string): Promise<boolean> {
    const text = await readFile(claim, 'utf8').catch(() => '');
    try {
      return (await this.#processes.checkLiveness(JSON.parse(text) as LockOwner)) === 'gone';
    } catch {
      // It is being written or was just withdrawn: the next try tells.
      return false;
    }
  }
}
