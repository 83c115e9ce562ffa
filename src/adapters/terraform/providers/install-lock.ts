import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '../../../ports/clock';
import type { LockOwner, ProcessTable } from '../../host/process-table';

/** Drawn anew each time, so that two that stood in each other's way come back apart. */
const LOOK_AFTER_MS = [50, 250] as const;
/** Where it cannot be seen whether a holder lives, it is given the time of the slowest download. */
const PATIENCE_MS = 15 * 60_000;

/**
 * One at a time, among all Helix processes that share a directory. Who wants it puts a claim of its own beside the
 * others and has it when it is alone: of two, at least one sees the other. A claim's name is never used again, so the
 * claim of a dead process can be removed by anybody at any time.
 */
export class InstallLock {
  readonly #file: string;
  readonly #processes: ProcessTable;
  readonly #clock: Clock;
  #turn: Promise<unknown> = Promise.resolve();

  /** `file` is what the claims' names begin with. */
  constructor(file: string, processes: ProcessTable, clock: Clock) {
    this.#file = file;
    this.#processes = processes;
    this.#clock = clock;
  }

  async hold<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const before = this.#turn;
    const mine = (async () => {
      await before.catch(() => undefined);
      const claim = await this.#take(signal);
      try {
        return await work();
      } finally {
        await rm(claim, { force: true });
      }
    })();
    this.#turn = mine;
    return mine;
  }

  async #take(signal?: AbortSignal): Promise<string> {
    const self = JSON.stringify(await this.#processes.self());
    const seen = new Map<string, number>();
    await mkdir(dirname(this.#file), { recursive: true });
    for (;;) {
      const claim = `${this.#file}.${randomUUID()}`;
      if (await this.#isAlone(claim, seen)) {
        await writeFile(claim, self, { flag: 'wx' });
        if (await this.#isAlone(claim, seen)) return claim;
        await rm(claim, { force: true });
      }
      const [least, most] = LOOK_AFTER_MS;
      await this.#clock.sleep(least + Math.random() * (most - least), signal);
    }
  }

  /** Whether nobody else claims it; what the dead left is removed. */
  async #isAlone(claim: string, seen: Map<string, number>): Promise<boolean> {
    const prefix = `${basename(this.#file)}.`;
    let isAlone = true;
    for (const name of await readdir(dirname(this.#file))) {
      if (!name.startsWith(prefix) || name === basename(claim)) continue;
      const other = join(dirname(this.#file), name);
      const now = this.#clock.monotonicMs();
      const since = seen.get(name) ?? now;
      seen.set(name, since);
      if (now - since > PATIENCE_MS || (await this.#isGone(other))) await rm(other, { force: true });
      else isAlone = false;
    }
    return isAlone;
  }

  async #isGone(claim: string): Promise<boolean> {
    const text = await readFile(claim, 'utf8').catch(() => '');
    try {
      return (await this.#processes.liveness(JSON.parse(text) as LockOwner)) === 'gone';
    } catch {
      // Being written, or withdrawn by now: the next look tells.
      return false;
    }
  }
}
