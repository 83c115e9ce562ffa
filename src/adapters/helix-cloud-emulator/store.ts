import { join } from 'node:path';
import type { Json } from '../../values/json';
import type { Clock } from '../../ports/clock';
import type { Random } from '../../ports/random';
import { HelixError } from '../../errors';
import { errnoOf } from '../host/errno';
import { reasonOf } from '../host/read-errors';
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

/** A directory that cannot be read or written: no request can succeed before the user has acted. */
export class StoreFailure extends HelixError {
  constructor(directory: string, cause: unknown) {
    super('config', `Cannot use ${directory}: ${reasonOf(cause)}.`, {
      hint: 'The emulator keeps its clusters there: check the owner of the directory, and the disk.',
      cause,
    });
  }
}

/** The registry, stored in a directory that other processes may use at the same time; in memory without one. */
export class Store {
  readonly #registry = new Registry();
  readonly #directory: string | null;
  readonly #log: LogFile<Json> | null;
  #entries = 0;

  constructor(directory: string | null, clock: Clock, random: Random) {
    this.#directory = directory;
    this.#log = directory === null ? null : this.#named(() => this.#open(directory));
    const log = this.#log;
    if (log !== null && log.size > COMPACT_ABOVE_BYTES) {
      this.#named(() => this.#compact(log, clock, random));
    }
  }

  /** Returns the registry with everything that other processes have written. Valid until the next `await`. */
  read(): Registry {
    this.#named(() => this.#log?.refresh());
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
      if (this.#named(() => this.#commit(entry))) return answer;
    }
  }

  close(): void {
    this.#log?.close();
  }

  #open(directory: string): LogFile<Json> {
    return new LogFile<Json>(
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
  }

  #commit(entry: Entry): boolean {
    if (this.#log !== null) return this.#log.append(entry as unknown as Json);
    this.#registry.apply(entry);
    return true;
  }

  /** Runs calls on the directory. Throws StoreFailure for a failed one. */
  #named<Result>(calls: () => Result): Result {
    try {
      return calls();
    } catch (error) {
      throw errnoOf(error) === undefined ? error : new StoreFailure(this.#directory ?? '', error);
    }
  }

  #compact(log: LogFile<Json>, clock: Clock, random: Random): void {
    const entries = [...this.#registry.snapshot(clock.now(), KEYS_LIVE_MS)] as unknown as Json[];
    if (this.#entries > 2 * entries.length) log.compact(entries, random.uuid());
  }
}
