import type { Clock } from '../../../ports/clock';
import type { Cluster } from '../api/client';
import { isUnreachable } from '../api/cloud-error';

/** Timing of the wait for a change. Times are milliseconds. */
export interface WaitSettings {
  /** Give up waiting for one change after this. */
  readonly waitMs: number;
  /** The pause between two polls doubles from `firstPollMs` to `lastPollMs`, so that a quick change is noticed at once. */
  readonly firstPollMs: number;
  readonly lastPollMs: number;
}

export const DEFAULT_WAIT: WaitSettings = { waitMs: 15 * 60_000, firstPollMs: 3, lastPollMs: 5000 };

/** The end of a wait: the cluster is as wanted (null: gone), or the time was up and it is still this. */
export interface Settled<T = Cluster> {
  readonly inTime: boolean;
  readonly cluster: T | null;
}

/**
 * Polls until a cluster is as wanted. `first` is its last known state; `onWait` is called with each state in between.
 * A single poll may fail to reach the service, after all its retries: the change continues meanwhile. An aborted signal
 * ends the wait early, with the error that `read` throws then.
 */
export async function waitUntilSettled<T = Cluster>(
  first: T | null,
  isSettled: (cluster: T | null) => boolean,
  ways: {
    readonly read: () => Promise<T | null>;
    readonly clock: Clock;
    readonly settings: WaitSettings;
    readonly signal: AbortSignal | undefined;
    readonly onWait?: (cluster: T) => void;
  },
): Promise<Settled<T>> {
  const { read, clock, settings, signal, onWait } = ways;
  const started = clock.monotonicMs();
  let cluster = first;
  let isMissed = false;
  for (let pause = settings.firstPollMs; ; pause = Math.min(settings.lastPollMs, pause * 2)) {
    if (isSettled(cluster)) return { inTime: true, cluster };
    if (clock.monotonicMs() - started >= settings.waitMs) return { inTime: false, cluster };
    if (cluster !== null) onWait?.(cluster);
    await clock.sleep(pause, signal).catch(() => undefined);
    try {
      cluster = await read();
      isMissed = false;
    } catch (error) {
      if (isMissed || !isUnreachable(error)) throw error;
      isMissed = true;
    }
  }
}

/** Whether nothing more happens by itself: the state lasts, or the cluster is gone. */
export function isAtRest(cluster: Cluster | null): boolean {
  return cluster === null || ['running', 'stopped', 'failed'].includes(cluster.state);
}

export function isGone(cluster: Cluster | null): boolean {
  return cluster === null;
}
