import { MemoryWorld } from './in-process/memory-world';
import { sharedCloud } from './shared-cloud';

const NAMES = ['a', 'b', 'c'];
const TOML = [
  '[project]\nname = "papertrail"',
  ...NAMES.map((n) => `[cloud.${n}.helix]\ncluster_id = "ID-${n}"`),
];

const shared = sharedCloud();

async function countRequests(): Promise<Record<string, number>> {
  return ((await shared.cloud.readCalls()) as { requests: Record<string, number> }).requests;
}

test('status asks once for all clusters of a workspace, and singly only for what is gone', async () => {
  const made = shared.project({ 'helix.toml': `${TOML.join('\n\n')}\n` });
  await made.runHelix('apply', '--auto-approve');
  const count = async () => {
    const before = await countRequests();
    const rows = JSON.parse(await made.runHelix('status', '--json')) as { address: string; actual: string }[];
    const after = await countRequests();
    const asked = Object.entries(after).filter(([name, times]) => times !== before[name]);
    return {
      actual: rows.map(({ actual }) => actual),
      asked: Object.fromEntries(asked.map(([name, times]) => [name, times - (before[name] ?? 0)])),
    };
  };
  expect(await count()).toEqual({ actual: ['running', 'running', 'running'], asked: { listClusters: 1 } });

  const [, second] = await shared.listClustersOf(made);
  await shared.cloud.deleteBehind(second!.cluster_id);
  expect(await count()).toEqual({
    actual: ['running', 'gone', 'running'],
    asked: { listClusters: 1, getClusterStatus: 1 },
  });
});

test('status names the instance without an account that waits for its first image', async () => {
  const world = new MemoryWorld({
    files: {
      'helix.toml':
        '[project]\nname = "shop"\n[cloud.dev.anonymous]\ninstance_id = "anon-4f1c"\nregion = "us-east-1"\n',
      'db/schema.hx': 'N::A { x: String }\n',
    },
  });
  const { code, stdout } = await world.run('status');
  expect([code, stdout]).toEqual([
    0,
    expect.stringContaining('anon-4f1c waits for its first image: helix push dev'),
  ]);
});
