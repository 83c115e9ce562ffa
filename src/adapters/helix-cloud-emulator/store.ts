import { join } from 'node:path';
import type { Json } from '../../values/json';
import type { Clock } from '../../ports/clock';
import type { Random } from '../../ports/random';
import { LogFile } from './log-file';
import type { Entry } from './registry';
import { Registry } from './registry';

const COMPACT_ABOVE_BYTES = 4 * 1024 * 1024;
const KEYS_LIVE_MS = 24 * 60 * 60 * 1000;

/** The decision of an operation: the entry to write (absent: none), and the answer once it is written. */
export interface Decision<Answer> {
  readonly entry?: Entry;
  readonly answer: Answer;
}

/** The registry, stored in a directory that other processes may use at the same time; in memory without one. */
export class Store {
  readonly #registry = new Registry();
  readonly #log: LogFile<Json> | null;
  #entries = 0;

  constructor(directory: string | null, clock: Clock, random: Random) {
    if (directory === null) {
      this.#log = null;
      return;
    }
    this.#log = new LogFile<Json>(
      join(directory, 'clusters.jsonl'),
      (entry) => {
        this.#registry.apply(entry as unknown as Entry);
        this.#entries += 1;
      },
      () => {
        this.#registry.clear();
        this.#entries = 0;
      },
    );
    if (this.#log.size > COMPACT_ABOVE_BYTES) this.#compact(this.#log, clock, random);
  }

  /** Returns the registry with everything that other processes have written. Valid until the next `await`. */
  read(): Registry {
    this.#log?.refresh();
    return this.#registry;
  }

  /**
   * Runs `decide` on the registry and commits its entry; runs it again when another process committed first.
   * `decide` is synchronous, so that nothing of this process comes in between. If it throws, nothing is committed.
   */
  transact<Answer>(decide: (registry: Registry) => Decision<Answer>): Answer {
    for (;;) {
      const { entry, answer } = decide(this.read());
      if (entry === undefined) return answer;
      if (this.#log === null) this.#registry.apply(entry);
      else if (!this.#log.append(entry as unknown as Json)) continue;
      return answer;
    }
  }

  close(): void {
    this.#log?.close();
  }

  #compact(log: LogFile<Json>, clock: Clock, random: Random): void {
    const entries = [...this.#registry.snapshot(clock.now(), KEYS_LIVE_MS)] as unknown as Json[];
    if (this.#entries > 2 * entries.length) log.compact(entries, random.uuid());
  }
}
