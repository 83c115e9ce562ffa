import { InMemoryCloud, InMemoryEngine } from '../in-memory-engine';
import { engineContract } from '../contracts/engine-contract';
import { sampleRecord } from '../sample-records';

const target = sampleRecord('cluster.paper', { engine: 'paper', inputs: { id: 'sheet', pages: 1 } });

engineContract(
  'an engine in memory',
  () => {
    const cloud = new InMemoryCloud();
    const of = (lineage: string) =>
      new InMemoryEngine('paper', cloud, { workspace: 'default', lineage: () => lineage });
    return Promise.resolve({
      engine: of('ours'),
      stranger: of('theirs'),
      target,
      edited: { ...target, inputs: { id: 'sheet', pages: 2 } },
      id: 'sheet',
      dispose: () => Promise.resolve(),
    });
  },
  ['status', 'start', 'stop', 'restart', 'runs', 'logs', 'adopt', 'beforeApply'],
);

test('verbs that it is told to lack are missing', () => {
  const owner = { workspace: 'default', lineage: () => 'ours' };
  const { verbs } = new InMemoryEngine('paper', new InMemoryCloud(), owner, ['stop', 'logs']);
  expect(Object.keys(verbs).sort()).toEqual(['adopt', 'beforeApply', 'restart', 'runs', 'start', 'status']);
});
