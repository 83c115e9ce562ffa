import type { Clock } from '../../ports/clock';
import type { Random } from '../../ports/random';
import { createApp } from './app';
import type { Calls } from './calls';
import { CallCounter } from './calls';
import type { FaultRule } from './faults';
import { Faults } from './faults';
import { ImageStore } from './oci/image-store';
import { Store } from './store';
import type { Timings } from './timings';
import { DEFAULT_TIMINGS } from './timings';
import type { AnonymousLimits, World } from './world';

export interface EmulatorOptions {
  /** The directory of the clusters; several processes may use one at once. null: in memory, until `close`. */
  readonly directory: string | null;
  /** The key that `x-api-key` must carry. null: any key, or none. */
  readonly apiKey: string | null;
  readonly clock: Clock;
  readonly random: Random;
  /** The duration of each transition; absent ones are short, but visible. */
  readonly timings?: Partial<Timings>;
  /** The limits of instances without an account; absent ones are 30 days, and 60 an hour. */
  readonly anonymous?: Partial<AnonymousLimits>;
  readonly faults?: { readonly rules?: readonly FaultRule[]; readonly seed?: number };
  /** Offers the switches and counters under `/_emulator/`. Default: false. */
  readonly controls?: boolean;
}

export interface Emulator {
  /**
   * Answers one request of the Helix Cloud API; the host of its URL does not matter. Rejects with a TypeError, as
   * `fetch` does, when a fault drops the connection. `peer` is the address of the caller.
   */
  readonly fetch: (request: Request, peer?: string) => Promise<Response>;
  /** The fault rules; they may be changed at any time. */
  readonly faults: Faults;
  /** The counts of requests and commits of this process. */
  readonly calls: () => Calls;
  /** Ends running streams and releases the directory. */
  readonly close: () => Promise<void>;
}

const DEFAULT_LIMITS: AnonymousLimits = { lifeMs: 30 * 24 * 60 * 60 * 1000, perHour: 60 };

/** Returns a Helix Cloud in this process, as `BEHAVIOUR.md` describes it. */
export function createEmulator(options: EmulatorOptions): Emulator {
  const { directory, apiKey, clock, random, controls = false } = options;
  const closing = new AbortController();
  const world: World = {
    store: new Store(directory, clock, random),
    clock,
    random,
    timings: { ...DEFAULT_TIMINGS, ...options.timings },
    faults: new Faults(options.faults?.rules, options.faults?.seed),
    counter: new CallCounter(),
    images: new ImageStore(directory),
    anonymous: { ...DEFAULT_LIMITS, ...options.anonymous },
    closing: closing.signal,
  };
  const app = createApp(world, { apiKey, controls });
  return {
    fetch: async (request, peer) => await app.fetch(request, { peer }),
    faults: world.faults,
    calls: () => world.counter.calls(),
    close: () => {
      closing.abort(new Error('the emulator was closed'));
      world.store.close();
      world.images.close();
      return Promise.resolve();
    },
  };
}
