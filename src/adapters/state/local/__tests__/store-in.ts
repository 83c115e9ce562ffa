import { join } from 'node:path';
import { SystemClock } from '../../../host/clock';
import { SystemRandom } from '../../../host/random';
import { LocalStateStore } from '../local-state-store';
import type { LocalStateStoreOptions } from '../local-state-store';

/** Returns a store of workspace `default` of the project in `root`, by default as a process of another host opens it. */
export function storeIn(root: string, options: Partial<LocalStateStoreOptions> = {}): LocalStateStore {
  return new LocalStateStore({
    helixDirectory: join(root, '.helix'),
    directory: stateIn(root),
    workspace: 'default',
    host: 'elsewhere',
    pid: 5_000_000,
    processExists: () => true,
    clock: new SystemClock(),
    random: new SystemRandom(),
    ...options,
  });
}

/** Returns the directory of its files. */
export function stateIn(root: string): string {
  return join(root, '.helix', 'state', 'default');
}
