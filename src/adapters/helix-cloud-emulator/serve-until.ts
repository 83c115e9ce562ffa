import { once } from 'node:events';
import type { Clock } from '../../ports/clock';
import type { ServeEmulator } from '../../ports/helix-cloud';
import type { Random } from '../../ports/random';
import { serveEmulator } from './serve';
import { timingsWith } from './timings';

/** Serves the emulator until the signal of the options aborts. */
export async function serveUntil(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  { port, apiKey, directory, faults, provisionMs, anonymousSeconds, onListening, signal }: ServeEmulator,
): Promise<void> {
  const timings = provisionMs === null ? {} : { timings: timingsWith(provisionMs) };
  const served = await serveEmulator({
    port,
    apiKey,
    directory,
    clock,
    random,
    controls: faults,
    ...timings,
    anonymous: anonymousSeconds === null ? {} : { lifeMs: anonymousSeconds * 1000 },
  });
  onListening(served.url);
  if (!signal.aborted) await once(signal, 'abort');
  await served.close();
}
