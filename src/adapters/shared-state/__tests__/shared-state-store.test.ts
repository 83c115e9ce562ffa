import { plainCodec } from '../../../state/codec';
import { InMemoryObjects, InMemoryStorage } from '../../../testing/in-memory-storage';
import { stateStoreContract } from '../../../testing/state-store-contract';
import { SystemRandom } from '../../random';
import { SharedStateStore } from '../shared-state-store';

stateStoreContract('SharedStateStore', () => {
  const objects = new InMemoryObjects();
  return Promise.resolve({
    open: (user) =>
      new SharedStateStore(new InMemoryStorage(objects), {
        ...user,
        ...{ project: 'papertrail', workspace: 'default', codec: plainCodec, random: new SystemRandom() },
        processExists: () => false,
      }),
    dispose: () => Promise.resolve(),
  });
});
