import { once } from 'node:events';
import { sharedCloud } from '../shared-cloud';

const TOML = `[project]
name = "papertrail"

[cloud.a.helix]
cluster_id = "ID-a"

[cloud.b.helix]
cluster_id = "ID-b"
`;

// Longer than CI waits.
const shared = sharedCloud('--provision-ms', '14000');

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

it("GitHub's SIGINT, 7.5 s, SIGTERM, 2.5 s, SIGKILL finds a run ended with 8 and its lock free; nothing is created twice", async () => {
  const made = shared.project({ 'helix.toml': TOML });
  const child = made.start(['apply', '--auto-approve', '--parallelism', '1']);
  let said = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'close');
  while (!said.includes('cluster.a: provisioning')) await wait(5);
  child.kill('SIGINT');
  await wait(7500);
  expect(child.exitCode).toBeNull();
  child.kill('SIGTERM');
  await wait(2500);
  child.kill('SIGKILL');
  expect(await ended).toEqual([8, null]);
  expect(said).toMatch(/cluster.a +unknown/);
  expect(said).toMatch(/cluster.b +not started/);

  expect(made.read('.helix/state/default/lock.1')).toContain('\nreleased');
  expect(await made.helix('plan')).toContain('Unresolved: cluster.a.');
  expect(await made.helix('apply', '--auto-approve')).toContain('Apply complete!');
  const clusters = await shared.clustersOf(made);
  expect(clusters.map(({ state }) => state)).toEqual(['running', 'running']);
  const calls = (await shared.cloud.calls()) as { commits: { createCluster: number } };
  expect(calls.commits.createCluster).toBe(2);
});
