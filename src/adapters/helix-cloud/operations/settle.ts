import type { Clock } from '../../../ports/clock';
import type { Cluster } from '../api/client';
import { isCloudError } from '../api/cloud-error';

/** How a change that takes time is waited for. Times are milliseconds. */
export interface WaitSettings {
  /** Give up waiting for one change after this. */
  readonly waitMs: number;
  /** The pause between two looks doubles from `firstPollMs` to `lastPollMs`: what is quick is not kept waiting. */
  readonly firstPollMs: number;
  readonly lastPollMs: number;
}

export const DEFAULT_WAIT: WaitSettings = { waitMs: 15 * 60_000, firstPollMs: 3, lastPollMs: 5000 };

/** What ended the wait: the cluster is as wanted (null: gone), or the time was up and it is still this. */
export interface Settled {
  readonly inTime: boolean;
  readonly cluster: Cluster | null;
}

/**
 * Looks again and again until a cluster is as wanted. `first` is what was seen last; `onWait` hears of each state that
 * is waited in. One look in a row may find nobody, after all its attempts: what is being made goes on meanwhile. Ends
 * early when the signal is aborted, by what `look` throws then.
 */
export async function settled(
  first: Cluster | null,
  isSettled: (cluster: Cluster | null) => boolean,
  ways: {
    readonly look: () => Promise<Cluster | null>;
    readonly clock: Clock;
    readonly settings: WaitSettings;
    readonly signal: AbortSignal | undefined;
    readonly onWait?: (cluster: Cluster) => void;
  },
): Promise<Settled> {
  const { look, clock, settings, signal, onWait } = ways;
  const started = clock.monotonicMs();
  let cluster = first;
  let isMissed = false;
  for (let pause = settings.firstPollMs; ; pause = Math.min(settings.lastPollMs, pause * 2)) {
    if (isSettled(cluster)) return { inTime: true, cluster };
    if (clock.monotonicMs() - started >= settings.waitMs) return { inTime: false, cluster };
    if (cluster !== null) onWait?.(cluster);
    await clock.sleep(pause, signal).catch(() => undefined);
    try {
      cluster = await look();
      isMissed = false;
    } catch (error) {
      if (isMissed || !isCloudError(error, 'unreachable')) throw error;
      isMissed = true;
    }
  }
}

/** True for states that last, and for a cluster that is not there: nothing more happens by itself. */
export function isAtRest(cluster: Cluster | null): boolean {
  return cluster === null || ['running', 'stopped', 'failed'].includes(cluster.state);
}

export function isGone(cluster: Cluster | null): boolean {
  return cluster === null;
}
