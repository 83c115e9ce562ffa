import type { CallName } from './operation-names';

export type CallCounts = Partial<Record<CallName, number>>;

/** Counts of requests and of committed changes, for tests; of this process alone. */
export interface Calls {
  /** Received requests, failed ones included. */
  readonly requests: CallCounts;
  /** Changes committed. */
  readonly commits: CallCounts;
  /** The same for each cluster id. */
  readonly clusters: Readonly<
    Record<string, { readonly requests: CallCounts; readonly commits: CallCounts }>
  >;
}

interface Counts {
  readonly requests: CallCounts;
  readonly commits: CallCounts;
}

export class CallCounter {
  readonly #total: Counts = { requests: {}, commits: {} };
  readonly #clusters = new Map<string, Counts>();

  count(what: keyof Counts, operation: CallName, clusterId: string | undefined): void {
    increment(this.#total[what], operation);
    if (clusterId === undefined) return;
    let counts = this.#clusters.get(clusterId);
    if (counts === undefined) this.#clusters.set(clusterId, (counts = { requests: {}, commits: {} }));
    increment(counts[what], operation);
  }

  /** A copy. */
  calls(): Calls {
    return structuredClone({ ...this.#total, clusters: Object.fromEntries(this.#clusters) });
  }
}

function increment(counts: CallCounts, operation: CallName): void {
  counts[operation] = (counts[operation] ?? 0) + 1;
}
