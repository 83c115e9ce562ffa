import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '../../../host/clock';
import { ProcessTable } from '../../../host/process-table';
import { InstallLock } from '../../providers/install-lock';
import { endGroup } from '../process-group';
import { TerraformCommands } from '../terraform-command';

const clock = new SystemClock();
const signal = (pid: number, name: NodeJS.Signals | 0) => {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
};
const table = new ProcessTable('here', process.pid, (pid) => signal(pid, 0));
/** Whether a process lives. A zombie does not. */
const isAlive = async (pid: number) => (await table.readOwner(pid)).identity !== null;
const environment = { PATH: process.env['PATH'] ?? '' };

describe('a command', () => {
  it('does not start before `begin`, and never if Helix dies before', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'helix-test-'));
    const words = ['/bin/sh', '-c', 'touch began'] as const;
    const commands = new TerraformCommands({ signal, onExit: () => undefined });
    const paused = await commands.startPaused({ words, cwd: directory, environment });
    await clock.sleep(50);
    expect(existsSync(join(directory, 'began'))).toBe(false);
    paused.begin();
    expect(await paused.ended).toMatchObject({ code: 0 });
    expect(existsSync(join(directory, 'began'))).toBe(true);
    rmSync(directory, { recursive: true });
  });

  it('that repeats a credential or a secret has it masked in its messages', async () => {
    const line = JSON.stringify({
      '@level': 'error',
      type: 'diagnostic',
      diagnostic: { severity: 'error', summary: 'bad key s3cr3t-key', detail: 'for v4lue' },
    });
    const words = ['/bin/sh', '-c', `echo '${line}'; echo 's3cr3t-key' >&2`] as const;
    const secrets = {
      AWS_SECRET_ACCESS_KEY: 's3cr3t-key',
      TF_VAR_helix_secret: '{"instance.api TOKEN":"v4lue"}',
    };
    const commands = new TerraformCommands({ signal, onExit: () => undefined });
    const exit = await commands.run({ words, cwd: tmpdir(), environment: { ...environment, ...secrets } });
    expect(exit).toMatchObject({
      stderr: '***\n',
      messages: [{ diagnostic: { summary: 'bad key ***', detail: 'for ***' } }],
    });
  });

  it('ends with Helix, and all that it started', async () => {
    let exit = (): void => undefined;
    const commands = new TerraformCommands({ signal, onExit: (end) => (exit = end) });
    const directory = mkdtempSync(join(tmpdir(), 'helix-test-'));
    const words = ['/bin/sh', '-c', 'sleep 3600 & echo $! > pid; mv pid child; wait'] as const;
    const paused = await commands.startPaused({ words, cwd: directory, environment });
    paused.begin();
    const child = join(directory, 'child');
    while (!existsSync(child)) await clock.sleep(5);
    const pid = Number(readFileSync(child, 'utf8'));
    expect(await isAlive(pid)).toBe(true);
    exit();
    expect((await paused.ended).code).toBeNull();
    // The kernel ends the processes of a group one after another.
    while (await isAlive(pid)) await clock.sleep(5);
    rmSync(directory, { recursive: true });
  });
});

describe('the group of an earlier run', () => {
  it('is ended with its children, also when its leader is gone', async () => {
    const leader = spawn('/bin/sh', ['-c', 'sleep 60 & echo $!; read _'], { detached: true });
    const child = Number(await new Promise((resolve) => leader.stdout.once('data', resolve)));
    const owner = await table.readOwner(leader.pid!);
    leader.kill('SIGKILL');
    await new Promise((resolve) => leader.once('exit', resolve));
    expect(await isAlive(child)).toBe(true);
    await endGroup(owner, table, { signal, onExit: () => undefined }, clock);
    expect(await isAlive(child)).toBe(false);
  });

  it('is left alone if another process has its id by now', async () => {
    const other = spawn('/bin/sleep', ['60'], { detached: true });
    const { identity, ...owner } = await table.readOwner(other.pid!);
    const earlier = { ...owner, identity: identity && { ...identity, startTime: '1' } };
    await endGroup(earlier, table, { signal, onExit: () => undefined }, clock);
    expect(await isAlive(other.pid!)).toBe(true);
    other.kill('SIGKILL');
  });
});

describe('an installation', () => {
  it('excludes others, and does not wait for dead processes', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'helix-test-'));
    const file = join(directory, 'lock');
    const { identity, ...owner } = await table.readSelf();
    const dead = { ...owner, identity: identity && { ...identity, startTime: '1' } };
    let inside = 0;
    const most: number[] = [];
    const install = async () => {
      most.push((inside += 1));
      writeFileSync(`${file}.dead${most.length}`, JSON.stringify(dead));
      await clock.sleep(20);
      inside -= 1;
    };
    writeFileSync(`${file}.dead`, JSON.stringify(dead));
    const locks = Array.from({ length: 8 }, () => new InstallLock(file, table, clock));
    await Promise.all(locks.map((lock) => lock.hold(install)));
    expect(most).toEqual(locks.map(() => 1));
    await locks[0]!.hold(() => Promise.resolve());
    expect(readdirSync(directory)).toEqual([]);
    rmSync(directory, { recursive: true });
  });
});
