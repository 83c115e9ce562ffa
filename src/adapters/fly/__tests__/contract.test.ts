import { engineContract } from '../../../testing/contracts/engine-contract';
import { apply } from '../../../testing/contracts/engine-calls';
import { appRecord, flyCloud, instanceRecord } from './harness';

const VERBS = ['runs', 'status', 'start', 'stop', 'restart', 'logs', 'adopt'] as const;

engineContract(
  'the engine of Fly, on what runs in an app',
  async () => {
    const { engine } = flyCloud();
    const made = await apply(engine(), { action: 'create', target: appRecord() });
    if (made.existing === null || made.existing === 'unknown') throw new Error('there is no app');
    const { id } = made.existing.outputs;
    if (typeof id !== 'string') throw new Error('the app has no id');
    return {
      engine: engine(),
      stranger: engine('lineage-2'),
      // Volumes outlive what uses them.
      target: instanceRecord({ volume: null, volumeInitialSizeGb: null }, { id }),
      edited: instanceRecord({ volume: null, volumeInitialSizeGb: null, vmSize: 'shared-cpu-8x' }, { id }),
      id,
      dispose: () => Promise.resolve(),
    };
  },
  VERBS,
  { takesAnyId: true },
);
