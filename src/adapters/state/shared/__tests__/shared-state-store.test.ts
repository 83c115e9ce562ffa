import { plainCodec } from '../../../../state/stored/codec';
import { measured } from '../../../../testing/measured-storage';
import { InMemoryObjects, InMemoryStorage } from '../../../../testing/in-memory-storage';
import { stateRestoreContract } from '../../../../testing/contracts/state-restore-contract';
import { stateSizeContract } from '../../../../testing/contracts/state-size-contract';
import type { MeasuredBackend } from '../../../../testing/contracts/state-size-contract';
import { stateStoreContract } from '../../../../testing/contracts/state-store-contract';
import { SystemRandom } from '../../../host/random';
import { SharedStateStore } from '../shared-state-store';

function backend(): Promise<MeasuredBackend> {
  const objects = new InMemoryObjects();
  let bytes = 0;
  return Promise.resolve({
    open: (user) =>
      new SharedStateStore(
        measured(new InMemoryStorage(objects), (size) => (bytes += size)),
        {
          ...user,
          project: 'papertrail',
          workspace: 'default',
          codec: plainCodec,
          random: new SystemRandom(),
          processExists: () => false,
        },
      ),
    written: () => bytes,
    dispose: () => Promise.resolve(),
  });
}

stateStoreContract('SharedStateStore', backend);
stateRestoreContract('An older state in a SharedStateStore', backend);
stateSizeContract('A large state in a SharedStateStore', backend);
