import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ProcessTable } from '../process-table';
import type { LockOwner } from '../process-table';

const exists = (): boolean => true;
const itOnLinux = existsSync('/proc/self/stat') ? it : it.skip;

describe('ProcessTable', () => {
  const here = new ProcessTable('here', process.pid, exists);

  itOnLinux('knows a process by boot, namespace, id and start time', async () => {
    const self = await here.self();
    expect(self).toMatchObject({ host: 'here', pid: process.pid });
    expect(await here.liveness(self)).toBe('alive');
    const { identity } = self;
    if (identity === null) throw new Error('no identity');
    const other = (change: Partial<typeof identity>): LockOwner => ({
      ...self,
      identity: { ...identity, ...change },
    });
    // The same number, but a later process.
    expect(await here.liveness(other({ startTime: '1' }))).toBe('gone');
    // Another boot or container: its numbers mean nothing here, whatever the host is called.
    expect(await here.liveness(other({ bootId: 'x' }))).toBe('unknown');
    expect(await here.liveness(other({ pidNamespace: 'pid:[1]' }))).toBe('unknown');
    // Whatever the host is called, it is the same one.
    expect(await here.liveness({ ...self, host: 'renamed' })).toBe('alive');
  });

  itOnLinux('sees at once that a process has died, even one that nobody has waited for', async () => {
    // The shell, by then `sleep`, never waits for its child.
    const parent = spawn('/bin/sh', ['-c', 'sleep 3600 & echo $!; exec sleep 3600'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const pid = Number(
        await new Promise<string>((resolve) => parent.stdout.once('data', (data) => resolve(String(data)))),
      );
      const child = await new ProcessTable('here', pid, exists).self();
      expect(child.identity).not.toBeNull();
      expect(await here.liveness(child)).toBe('alive');
      process.kill(pid, 'SIGKILL');
      // A signal is delivered when the kernel finds the time.
      let liveness = await here.liveness(child);
      while (liveness === 'alive') liveness = await here.liveness(child);
      expect(liveness).toBe('gone');
    } finally {
      parent.kill('SIGKILL');
    }
  });

  itOnLinux('does not take a process for dead that /proc hides', async () => {
    const self = await here.self();
    const hidden = { ...self, pid: 5_000_000 };
    expect(await here.liveness(hidden)).toBe('unknown');
    expect(await new ProcessTable('here', process.pid, () => false).liveness(hidden)).toBe('gone');
  });

  it('asks for the process id where there is no identity, on the same host only', async () => {
    const nobody = (host: string, alive: boolean): Promise<string> =>
      // A process that does not exist has no identity, as on a system without /proc.
      new ProcessTable('here', 5_000_000, () => alive).liveness({ host, pid: 1, identity: null });
    expect(await nobody('here', true)).toBe('alive');
    expect(await nobody('here', false)).toBe('gone');
    expect(await nobody('elsewhere', false)).toBe('unknown');
  });
});
