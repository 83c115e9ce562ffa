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
    const outputs = { id: made.existing.outputs['id'] ?? null };
    return {
      engine: engine(),
      stranger: engine('lineage-2'),
      // Volumes outlive what uses them.
      target: instanceRecord({ volume: null, volumeInitialSizeGb: null }, outputs),
      edited: instanceRecord({ volume: null, volumeInitialSizeGb: null, vmSize: 'shared-cpu-8x' }, outputs),
      id: `${outputs.id}`,
      dispose: () => Promise.resolve(),
    };
  },
  VERBS,
  { takesAnyId: true },
);
