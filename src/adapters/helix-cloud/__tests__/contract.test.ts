import { engineContract } from '../../../testing/contracts/engine-contract';
import { closeClouds, embeddedCloud, inputsFor, recordOf } from './harness';

engineContract(
  'the engine of Helix Cloud',
  () => {
    const cloud = embeddedCloud();
    return Promise.resolve({
      engine: cloud.engine(),
      stranger: cloud.engine({
        owner: { project: 'other', workspace: 'default', lineage: () => 'lineage-2' },
      }),
      target: recordOf(inputsFor(cloud)),
      edited: recordOf(inputsFor(cloud, { size: 'medium' })),
      id: 'helix-staging-1',
      dispose: closeClouds,
    });
  },
  ['status', 'start', 'stop', 'restart', 'logs', 'adopt', 'beforeApply'],
);
