import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from '../../helix';
import { Running } from '../../running';
import { sharedCloud } from '../../shared-cloud';

const TOML = '[project]\nname = "papertrail"\n\n[cloud.a.helix]\ncluster_id = "ID-a"\n';

const shared = sharedCloud();

/** Returns the status in the newest lock of a project: `held` or `released`. */
function lockOf(made: TestProject): string {
  const directory = join(made.directory, '.helix', 'state', 'default');
  const locks = readdirSync(directory).filter((name) => name.startsWith('lock.'));
  const newest = locks.sort((a, b) => Number(a.slice(5)) - Number(b.slice(5))).at(-1);
  return newest === undefined
    ? 'none'
    : readFileSync(join(directory, newest), 'utf8').split('\n')[1]!.split(' ')[0]!;
}

describe('a signal', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'while nothing is in flight ends a run with 8, whatever it waits for, and the lock is free (%s)',
    async (signal) => {
      const made = shared.project({ 'helix.toml': TOML });
      const away = shared.cloud.keepBack(/./);
      const child = made.start(['apply', '--auto-approve']);
      const ended = once(child, 'close');
      await away.arrived;
      expect(lockOf(made)).toBe('held');
      child.kill(signal);
      expect(await ended).toEqual([8, null]);
      expect(lockOf(made)).toBe('released');
      await away.release();
    },
  );

  it('while the lock is waited for ends the run with 8, and its holder continues', async () => {
    const made = shared.project({ 'helix.toml': TOML });
    const poll = shared.cloud.keepBack(/^GET .*\/status$/);
    const holder = made.start(['apply', '--auto-approve']);
    const heldTo = once(holder, 'close');
    await poll.arrived;
    const waiting = new Running(made, ['apply', '--auto-approve', '--lock-timeout', '1h']);
    await waiting.waitForText('is running. Waiting for it.');
    waiting.signal('SIGTERM');
    expect(await waiting.end()).toBe(8);
    await poll.release();
    expect(await heldTo).toEqual([0, null]);
    expect(lockOf(made)).toBe('released');
  });

  it('while an interrupted run is recovered leaves it to the next one: nothing is created twice', async () => {
    const made = shared.project({ 'helix.toml': TOML });
    const poll = shared.cloud.keepBack(/^GET .*\/status$/);
    const first = made.start(['apply', '--auto-approve']);
    await poll.arrived;
    first.kill('SIGKILL');
    await once(first, 'close');
    await poll.release();
    const away = shared.cloud.keepBack(/./);
    const second = made.start(['apply', '--auto-approve']);
    const ended = once(second, 'close');
    await away.arrived;
    second.kill('SIGINT');
    expect(await ended).toEqual([8, null]);
    await away.release();
    expect(lockOf(made)).toBe('released');
    await made.runHelix('apply', '--auto-approve');
    const { clusters } = (await shared.cloud.readCalls()) as {
      clusters: Record<string, { commits: { createCluster?: number } }>;
    };
    const [cluster] = await shared.listClustersOf(made);
    expect(cluster).toMatchObject({ state: 'running' });
    expect(clusters[cluster!.cluster_id]!.commits.createCluster).toBe(1);
  });
});
