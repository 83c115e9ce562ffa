import type { Engine } from '../../../ports/engine';
import { engineContract } from '../../../testing/contracts/engine-contract';
import { recordOf, World } from './world';

engineContract(
  'the engine of Terraform',
  () => {
    const world = new World();
    const other = new World();
    return Promise.resolve({
      engine: recording(world),
      stranger: recording(other),
      target: recordOf('api', 'small'),
      edited: recordOf('api', 'large'),
      id: 'api',
      dispose: async () => {
        await world[Symbol.asyncDispose]();
        await other[Symbol.asyncDispose]();
      },
    });
  },
  ['start', 'stop', 'restart', 'whyNot'],
  { knowsOwners: false },
);

/** Returns the engine of a world whose state has the results of each batch, as a workflow commits them. */
function recording(world: World): Engine {
  const { engine } = world;
  return {
    name: engine.name,
    verbs: engine.verbs,
    check: (resources) => engine.check(resources),
    batches: (members) => engine.batches(members),
    observe: (records) => engine.observe(records),
    probe: (batch, context) => engine.probe(batch, context),
    apply: async (batch, context) => {
      const { saveToolState } = world.context();
      const results = await engine.apply(batch, { ...context, saveToolState });
      for (const result of results) world.record(batch, result);
      return results;
    },
  };
}
