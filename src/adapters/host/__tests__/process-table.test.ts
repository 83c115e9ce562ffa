import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { ProcessTable } from '../process-table';
import type { LockOwner } from '../process-table';

const exists = (): boolean => true;
const itOnLinux = existsSync('/proc/self/stat') ? it : it.skip;

describe('ProcessTable', () => {
  const here = new ProcessTable('here', process.pid, exists);

  itOnLinux('identifies a process by boot, namespace, id and start time', async () => {
    const self = await here.readSelf();
    expect(self).toMatchObject({ host: 'here', pid: process.pid });
    expect(await here.checkLiveness(self)).toBe('alive');
    const { identity } = self;
    if (identity === null) throw new Error('no identity');
    const other = (change: Partial<typeof identity>): LockOwner => ({
      ...self,
      identity: { ...identity, ...change },
    });
    // A later process with the same id.
    expect(await here.checkLiveness(other({ startTime: '1' }))).toBe('gone');
    // Ids of another boot or container mean nothing here, even on a host of the same name.
    expect(await here.checkLiveness(other({ bootId: 'x' }))).toBe('unknown');
    expect(await here.checkLiveness(other({ pidNamespace: 'pid:[1]' }))).toBe('unknown');
    // A renamed host is the same host.
    expect(await here.checkLiveness({ ...self, host: 'renamed' })).toBe('alive');
  });

  itOnLinux('sees at once that a process has died, even a zombie', async () => {
    // The shell, by then `sleep`, never waits for its child.
    const parent = spawn('/bin/sh', ['-c', 'sleep 3600 & echo $!; exec sleep 3600'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const pid = Number(
        await new Promise<string>((resolve) => parent.stdout.once('data', (data) => resolve(String(data)))),
      );
      const child = await new ProcessTable('here', pid, exists).readSelf();
      expect(child.identity).not.toBeNull();
      expect(await here.checkLiveness(child)).toBe('alive');
      process.kill(pid, 'SIGKILL');
      // The kernel delivers a signal with a delay.
      let liveness = await here.checkLiveness(child);
      while (liveness === 'alive') liveness = await here.checkLiveness(child);
      expect(liveness).toBe('gone');
    } finally {
      parent.kill('SIGKILL');
    }
  });

  itOnLinux('does not treat a process as dead that /proc hides', async () => {
    const self = await here.readSelf();
    const hidden = { ...self, pid: 5_000_000 };
    expect(await here.checkLiveness(hidden)).toBe('unknown');
    expect(await new ProcessTable('here', process.pid, () => false).checkLiveness(hidden)).toBe('gone');
  });

  itOnLinux('does not treat a process as dead that it cannot read for want of open files', async () => {
    const self = await here.readSelf();
    let failures = 1;
    const busy = new ProcessTable('here', process.pid, exists, (path) => {
      // The first read of the owner's entry follows the two of this process.
      if (path === `/proc/${self.pid}/stat` && failures-- === 0) {
        return Promise.reject(Object.assign(new Error('too many open files'), { code: 'EMFILE' }));
      }
      return readFile(path, 'utf8');
    });
    expect(await busy.checkLiveness(self)).toBe('unknown');
    expect(await busy.checkLiveness(self)).toBe('alive');
  });

  it('checks the process id without an identity, on the same host only', async () => {
    const unidentified = (host: string, alive: boolean): Promise<string> =>
      // A process that does not exist has no identity, as on a system without /proc.
      new ProcessTable('here', 5_000_000, () => alive).checkLiveness({ host, pid: 1, identity: null });
    expect(await unidentified('here', true)).toBe('alive');
    expect(await unidentified('here', false)).toBe('gone');
    expect(await unidentified('elsewhere', false)).toBe('unknown');
  });
});
