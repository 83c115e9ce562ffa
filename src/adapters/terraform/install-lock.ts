import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../../ports/clock';
import { errnoOf } from '../errno';
import type { LockOwner, ProcessTable } from '../lease/process-table';

const LOOK_EVERY_MS = 200;
/** Where it cannot be seen whether the holder lives, it is given the time of the slowest download. */
const PATIENCE_MS = 15 * 60_000;

/** One at a time, among all Helix processes that share a directory. */
export class InstallLock {
  readonly #file: string;
  readonly #processes: ProcessTable;
  readonly #clock: Clock;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(file: string, processes: ProcessTable, clock: Clock) {
    this.#file = file;
    this.#processes = processes;
    this.#clock = clock;
  }

  async hold<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const before = this.#turn;
    const mine = (async () => {
      await before.catch(() => undefined);
      await this.#take(signal);
      try {
        return await work();
      } finally {
        await rm(this.#file, { force: true });
      }
    })();
    this.#turn = mine;
    return mine;
  }

  async #take(signal?: AbortSignal): Promise<void> {
    const self = JSON.stringify(await this.#processes.self());
    const since = this.#clock.monotonicMs();
    await mkdir(dirname(this.#file), { recursive: true });
    while (!(await this.#create(self))) {
      const waited = this.#clock.monotonicMs() - since;
      if (await this.#isStale(waited)) await this.#clear();
      else await this.#clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  async #create(text: string): Promise<boolean> {
    try {
      const file = await open(this.#file, 'wx');
      await file.writeFile(text).finally(() => file.close());
      return true;
    } catch (error) {
      if (errnoOf(error) === 'EEXIST') return false;
      throw error;
    }
  }

  async #isStale(waitedMs: number): Promise<boolean> {
    if (waitedMs > PATIENCE_MS) return true;
    const text = await readFile(this.#file, 'utf8').catch(() => '');
    try {
      return (await this.#processes.liveness(JSON.parse(text) as LockOwner)) === 'gone';
    } catch {
      // Being written, or gone by now.
      return false;
    }
  }

  /** Of several that see the same dead holder one moves it away; the others look again. */
  async #clear(): Promise<void> {
    const aside = `${this.#file}.${randomUUID()}`;
    await rename(this.#file, aside).catch(() => undefined);
    await rm(aside, { force: true });
  }
}
