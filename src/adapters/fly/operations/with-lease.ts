import { HelixError } from '../../../errors';
import { isLost, isRefused } from '../api/fly-error';
import type { HeldMachine } from '../api/machine-calls';
import type { Site } from './site';

/** Short: a run that is killed leaves it behind. */
const LEASE_SECONDS = 30;
/** The time for which somebody else may hold it. */
const FREE_MS = 90_000;

type Way = Pick<Site, 'api' | 'app' | 'clock' | 'call' | 'wait'>;

/** Changes a machine while nobody else can. Waits until it is free. */
export async function withLease<T>(
  site: Way,
  machine: string,
  work: (held: HeldMachine) => Promise<T>,
): Promise<T> {
  const { api, app, call } = site;
  const nonce = await retryUntilFree(site, () => api.machines.takeLease(app, machine, LEASE_SECONDS, call));
  const held = { app, machine, nonce };
  try {
    return await work(held);
  } finally {
    // It ends by itself.
    await api.machines.releaseLease(held, call).catch((error: unknown) => {
      if (!(error instanceof HelixError)) throw error;
    });
  }
}

/** Repeats a call while somebody else holds the machine, or a lost answer has left it held. */
export async function retryUntilFree<T>({ clock, call, wait }: Way, work: () => Promise<T>): Promise<T> {
  const started = clock.monotonicMs();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const isOver = clock.monotonicMs() - started > FREE_MS;
      if (isOver || !(isRefused(error, 409) || isLost(error))) throw error;
      await clock.sleep(wait.pollMs, call.signal).catch(() => undefined);
    }
  }
}
