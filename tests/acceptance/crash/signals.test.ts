import { setTimeout as sleep } from 'node:timers/promises';
import { Running } from '../../running';
import { sharedCloud } from '../../shared-cloud';

const TOML = `[project]
name = "papertrail"

[cloud.a.helix]
cluster_id = "ID-a"

[cloud.b.helix]
cluster_id = "ID-b"
`;

const shared = sharedCloud();

it("GitHub's SIGINT, and SIGTERM 7.5 s later, end a run with 8 though the service has not answered, its lock free; nothing is created twice", async () => {
  const made = shared.project({ 'helix.toml': TOML });
  const poll = shared.cloud.keepBack(/^GET .*\/status$/);
  const run = new Running(made, ['apply', '--auto-approve', '--parallelism', '1']);
  await poll.arrived;
  run.signal('SIGINT');
  await sleep(7500);
  expect(run.hasEnded).toBe(false);
  run.signal('SIGTERM');
  expect(await run.end()).toBe(8);
  await poll.release();
  const { said } = run;
  expect(said).toMatch(/cluster.a +unknown/);
  expect(said).toMatch(/cluster.b +not started/);

  expect(made.read('.helix/state/default/lock.1')).toContain('\nreleased');
  expect(await made.runHelix('plan')).toContain('Unresolved: cluster.a.');
  expect(await made.runHelix('apply', '--auto-approve')).toContain('Apply complete!');
  const clusters = await shared.listClustersOf(made);
  expect(clusters.map(({ state }) => state)).toEqual(['running', 'running']);
  const calls = (await shared.cloud.readCalls()) as { commits: { createCluster: number } };
  expect(calls.commits.createCluster).toBe(2);
});
