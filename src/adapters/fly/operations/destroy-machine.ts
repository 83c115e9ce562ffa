import { FlyFailure } from './fly-failure';
import type { Site } from './site';
import { retryUntilFree } from './with-lease';

/** The time that Fly waits in one request. */
const SECONDS = 30;

/** Destroys a machine, and waits until it is gone: its volume is free then. */
export async function destroyMachine(site: Site, machine: string): Promise<void> {
  const { api, app, call, clock, wait } = site;
  site.phase('destroying its machine');
  await retryUntilFree(site, () => api.machines.destroy({ app, machine, nonce: null }, call));
  const started = clock.monotonicMs();
  while (!(await isGone(site, machine))) {
    if (clock.monotonicMs() - started > wait.goneMs) throw stillThere(machine);
    await clock.sleep(wait.pollMs, call.signal).catch(() => undefined);
  }
}

async function isGone({ api, app, call }: Site, machine: string): Promise<boolean> {
  if ((await api.machines.find(app, machine, call)) === null) return true;
  return api.machines.waitFor(app, machine, { state: 'destroyed', seconds: SECONDS }, call);
}

function stillThere(machine: string): FlyFailure {
  return new FlyFailure({
    kind: 'timeout',
    message: `The machine ${machine} is still being destroyed.`,
    hint: 'Its host may be unreachable; Fly destroys it later. Apply again.',
  });
}
