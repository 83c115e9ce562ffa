import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stateStoreContract } from '../../../testing/state-store-contract';
import { SystemRandom } from '../../random';
import { LocalStateStore } from '../local-state-store';

stateStoreContract('LocalStateStore', async () => {
  const root = await mkdtemp(join(tmpdir(), 'helix-state-'));
  return {
    open: (user) =>
      new LocalStateStore({
        ...user,
        helixDirectory: join(root, '.helix'),
        workspace: 'default',
        processExists: () => true,
        random: new SystemRandom(),
      }),
    dispose: () => rm(root, { recursive: true }),
  };
});
