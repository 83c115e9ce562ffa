import type { Clock } from '../../../ports/clock';
import type { EngineContext, Existing } from '../../../ports/engine';
import type { ResourceRecord } from '../../../state/state';
import type { Address } from '../../../values/resource';
import type { Caller, Cluster, HelixCloudClient } from '../api/client';
import { isCloudError } from '../api/cloud-error';
import { isSameOwner } from '../../../resources/owner';
import type { Owner } from '../../../resources/owner';
import { existingCluster, existingOfRecord, neverRan, refusedQueries } from './existing-cluster';
import type { Asked } from './existing-cluster';
import {
  foreign,
  isInconclusive,
  isRefusal,
  isTimeout,
  LeaseLost,
  OperationFailure,
  QueriesRefused,
} from './operation-failure';
import type { CallOptions } from '../../http/retries';
import { isAtRest, waitUntilSettled } from './settle';
import type { WaitSettings } from './settle';

export interface OperationOptions {
  readonly client: HelixCloudClient;
  readonly clock: Clock;
  readonly wait: WaitSettings;
  readonly context: EngineContext;
  readonly address: Address;
  /** The `cluster_id`. */
  readonly id: string;
  readonly owner: Owner;
  /** The record of this cluster before the operation; null when there was none. */
  readonly prior: ResourceRecord | null;
}

/** One cluster during an operation: its newest known state, and whether the operation has changed it. */
export class ClusterOperation {
  readonly client: HelixCloudClient;
  readonly address: Address;
  readonly id: string;
  readonly owner: Owner;
  readonly prior: ResourceRecord | null;
  /** The options of every request: the lease is checked before each attempt. */
  readonly call: CallOptions;
  /** The requests that the cluster may reflect, newest first; `existingCluster` needs them. */
  asked: readonly Asked[] = [];
  readonly #options: OperationOptions;
  #seen: Cluster | null | undefined;
  #touched = false;
  #phase: string | null = null;

  constructor(options: OperationOptions) {
    const { client, address, id, owner, prior, context } = options;
    this.#options = options;
    this.client = client;
    this.address = address;
    this.id = id;
    this.owner = owner;
    this.prior = prior;
    this.call = { before: () => assertHeld(context), signal: context.signal };
  }

  /** The name of the cluster in messages: `cluster.staging (id helix-staging-1)`. */
  get title(): string {
    return `${this.address} (id ${this.id})`;
  }

  /** Reports a phase, unless it was the last one reported. */
  phase(phase: string): void {
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.#options.context.onEvent({ address: this.address, phase });
  }

  /** The newest known state; null when the cluster did not exist, undefined before the first read. */
  get seen(): Cluster | null | undefined {
    return this.#seen;
  }

  /** Keeps a cluster as the newest known state, and returns it. */
  remember(cluster: Cluster | null): Cluster | null {
    this.#seen = cluster;
    return cluster;
  }

  /** Reads the cluster. */
  async refresh(): Promise<Cluster | null> {
    return this.remember(await this.client.readStatus(this.id, this.call));
  }

  /** The caller of changes to this very incarnation of the id. */
  caller({ incarnation }: Cluster): Caller {
    return { owner: this.owner, incarnation };
  }

  /** @throws OperationFailure `foreign` unless the cluster is ours */
  assertOurs(cluster: Cluster, hint: string): void {
    if (!isSameOwner(cluster.owner, this.owner)) throw foreign(this.id, cluster.owner, hint);
  }

  /** Sends a change. A refusal by the service means that it changed nothing. */
  async change<T>(send: () => Promise<T>): Promise<T> {
    const before = this.#touched;
    this.#touched = true;
    try {
      return await send();
    } catch (error) {
      if (isRefusal(error)) this.#touched = before;
      throw error;
    }
  }

  /** Sends a change; while the service answers `busy`, waits until the cluster is at rest and sends it again. */
  async changeAtRest<T>(send: () => Promise<T>): Promise<T> {
    const { clock, wait, context } = this.#options;
    const started = clock.monotonicMs();
    for (;;) {
      try {
        return await this.change(send);
      } catch (error) {
        if (!isCloudError(error, 'conflict', 'busy')) throw error;
        if (clock.monotonicMs() - started >= wait.waitMs) throw error;
      }
      await clock.sleep(wait.firstPollMs, context.signal).catch(() => undefined);
      await this.waitUntil(isAtRest, await this.refresh());
    }
  }

  /**
   * Waits until the cluster is as wanted, and returns it.
   * @throws OperationFailure `timeout`, naming the last state and reason
   */
  async waitUntil(
    isSettled: (cluster: Cluster | null) => boolean,
    first: Cluster | null,
  ): Promise<Cluster | null> {
    const { clock, wait, context } = this.#options;
    const { inTime, cluster } = await waitUntilSettled(first, isSettled, {
      read: () => this.refresh(),
      clock,
      settings: wait,
      signal: context.signal,
      onWait: ({ state }) => this.phase(state),
    });
    if (inTime) return cluster;
    throw new OperationFailure({
      kind: 'timeout',
      message: `${this.title} is still ${describeState(cluster)} after ${minutes(wait.waitMs)}.`,
      hint:
        cluster?.state === 'provisioning'
          ? 'It may still get there: see `helix status`. If it does not, the next plan replaces it.'
          : 'It may still get there: see `helix status`, and apply again.',
    });
  }

  /** Returns what exists after an error. `unknown` leaves the operation in the journal, and the next run probes it. */
  existingAfter(error: unknown): Existing | null | 'unknown' {
    const seen = this.#seen;
    const isOurs = seen != null && isSameOwner(seen.owner, this.owner);
    if (isOurs && isTimeout(error) && seen.state === 'provisioning') {
      return neverRan(existingCluster(seen, this.asked, 'failed'));
    }
    if (isOurs && error instanceof QueriesRefused) return refusedQueries(existingCluster(seen, this.asked));
    if (!this.#touched && this.prior !== null && seen !== null) return existingOfRecord(this.prior);
    if (this.#touched && (isInconclusive(error) || seen === undefined)) return 'unknown';
    return isOurs ? existingCluster(seen, this.asked, 'failed') : null;
  }
}

/** The state of a cluster and why, for the end of a sentence. */
export function describeState(cluster: Cluster | null): string {
  if (cluster === null) return 'gone';
  const reason = cluster.reason ?? cluster.last_error;
  return reason === null ? cluster.state : `${cluster.state} (${reason})`;
}

function assertHeld(context: EngineContext): void {
  try {
    context.assertHeld();
  } catch (error) {
    throw new LeaseLost(error);
  }
}

function minutes(ms: number): string {
  return ms < 60_000 ? `${ms / 1000} s` : `${Math.round(ms / 60_000)} min`;
}
