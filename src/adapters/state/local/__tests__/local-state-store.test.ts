import { copyFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lease } from '../../../../ports/state-store';
import { emptyState } from '../../../../state/empty-state';
import { sampleBegin, sampleEnd, sampleRecord } from '../../../../testing/sample-records';
import { stateRestoreContract } from '../../../../testing/contracts/state-restore-contract';
import { stateSizeContract } from '../../../../testing/contracts/state-size-contract';
import type { MeasuredBackend } from '../../../../testing/contracts/state-size-contract';
import { stateStoreContract } from '../../../../testing/contracts/state-store-contract';
import { nodeFileSystem } from '../file-system-calls';
import type { FileSystemCalls } from '../file-system-calls';
import { stateIn, storeIn } from './store-in';

async function createBackend(): Promise<MeasuredBackend> {
  const root = await mkdtemp(join(tmpdir(), 'helix-state-'));
  let bytes = 0;
  const fileSystem: FileSystemCalls = {
    ...nodeFileSystem,
    create: async (name, how) => {
      const file = await nodeFileSystem.create(name, how);
      return { ...file, write: (content, at) => ((bytes += content.length), file.write(content, at)) };
    },
  };
  return {
    open: (user) => storeIn(root, { ...user, fileSystem }),
    written: () => bytes,
    dispose: () => rm(root, { recursive: true }),
  };
}

stateStoreContract('LocalStateStore', createBackend);
stateRestoreContract('An older state in a LocalStateStore', createBackend);
stateSizeContract('A large state in a LocalStateStore', createBackend);

describe('the files of a LocalStateStore', () => {
  const request = { operation: 'apply', by: 'ada@laptop', timeoutMs: 0 };
  const start = emptyState({ lineage: 'l', project: 'p', workspace: 'default', at: '2026-01-01T00:00:00Z' });
  let root: string;
  let directory: string;
  const leases: Lease[] = [];

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'helix-state-'));
    directory = stateIn(root);
  });
  afterEach(async () => {
    for (const lease of leases.splice(0)) await lease.release();
    await rm(root, { recursive: true });
  });
  async function takeLease(fileSystem: FileSystemCalls = nodeFileSystem): Promise<Lease> {
    const lease = await storeIn(root, { fileSystem }).lock(request);
    leases.push(lease);
    return lease;
  }
  const listFiles = async (): Promise<string[]> => (await readdir(directory)).sort();
  const path = (name: string): string => join(directory, name);
  const readMode = async (of: string): Promise<number> => (await stat(of)).mode & 0o777;

  it('that are damaged give way to an older state, and stay beside it', async () => {
    const lease = await takeLease();
    for (const project of ['one', 'two', 'three']) await lease.commit({ ...start, project });
    await lease.release();
    const newest = (await listFiles()).findLast((name) => name.startsWith('state.'))!;
    await writeFile(path(newest), 'not JSON');
    await expect(takeLease()).rejects.toThrow('is damaged: it is not JSON.');
    const serial = Number(newest.split('.')[1]) - 1;
    const restored = await storeIn(root, {}).lock({ ...request, restore: serial });
    leases.push(restored);
    expect(restored.state()).toMatchObject({ project: 'two', serial: serial + 2 });
    expect(await listFiles()).toContain(newest);
  });

  it('are for the user alone, and git ignores them', async () => {
    await (await takeLease()).commit(start);
    for (const name of await listFiles()) expect(await readMode(path(name))).toBe(0o600);
    for (const parent of [directory, join(root, '.helix')]) expect(await readMode(parent)).toBe(0o700);
    expect(await readFile(join(root, '.helix', '.gitignore'), 'utf8')).toBe('*\n');
  });

  it.each(['state.1.json', 'journal.1.jsonl'])(
    'are refused when they are larger than memory: %s',
    async (name) => {
      await (await takeLease()).commit(start);
      await truncate(path(name), 2 ** 40);
      await expect(storeIn(root).read()).rejects.toMatchObject({
        kind: 'config',
        message: `${path(name)} is larger than 500 MiB, the most that Helix reads.`,
      });
    },
  );

  it('are the newest ten states, one lock, and the journal of its holder', async () => {
    const first = await takeLease();
    for (let n = 0; n < 12; n += 1) await first.commit(start);
    await first.append(sampleBegin('1-1', 'cluster.api'));
    const states = Array.from({ length: 10 }, (_, n) => `state.${n + 3}.json`);
    expect(await listFiles()).toEqual(['journal.1.jsonl', 'lock.1', ...states].sort());
    await first.release();
    expect(await listFiles()).toContain('journal.1.jsonl');
    const second = await takeLease();
    const sealed = ['journal.2.jsonl', 'lock.2', ...states.slice(1), 'state.13.json'];
    expect(await listFiles()).toEqual(sealed.sort());
    await second.commit(start);
    await second.release();
    expect(await listFiles()).not.toContain('journal.2.jsonl');
  });

  it('are not changed by reading', async () => {
    const lease = await takeLease();
    await lease.commit(start);
    await lease.append(sampleBegin('1-1', 'cluster.api'));
    const before = await listFiles();
    expect((await storeIn(root).read())?.open).toHaveLength(1);
    expect(await listFiles()).toEqual(before);
  });

  it('are read again when another process seals and cleans up meanwhile', async () => {
    const first = await takeLease();
    await first.commit(start);
    await first.append(sampleBegin('1-1', 'cluster.api'));
    await first.release();
    const sealAndClean = async (): Promise<void> => (await takeLease()).release();

    // A listing with the old state, but without the journal whose entries the new one contains.
    let lists = 0;
    const torn: FileSystemCalls = {
      ...nodeFileSystem,
      list: async (of) => {
        lists += 1;
        if (lists > 1) return nodeFileSystem.list(of);
        await sealAndClean();
        return ['lock.1', 'state.1.json'];
      },
    };
    expect((await storeIn(root, { fileSystem: torn }).read())?.open).toHaveLength(1);

    // A journal that is deleted between the listing and its read.
    const second = await takeLease();
    await second.append(sampleBegin('2-1', 'cluster.web'));
    await second.release();
    let isSealed = false;
    const late: FileSystemCalls = {
      ...nodeFileSystem,
      read: async (name) => {
        if (!isSealed && name.includes('journal')) {
          isSealed = true;
          await sealAndClean();
        }
        return nodeFileSystem.read(name);
      },
    };
    expect((await storeIn(root, { fileSystem: late }).read())?.open).toHaveLength(2);
  });

  it('take concurrent entries with one write and one fsync', async () => {
    let syncs = 0;
    const counting: FileSystemCalls = {
      ...nodeFileSystem,
      create: async (name, how) => {
        const file = await nodeFileSystem.create(name, how);
        if (how === 'append') return { ...file, sync: () => ((syncs += 1), file.sync()) };
        return file;
      },
    };
    const lease = await takeLease(counting);
    await lease.commit(start);
    await Promise.all(
      Array.from({ length: 50 }, (_, n) => lease.append(sampleBegin(`1-${n}`, 'cluster.api'))),
    );
    expect(syncs).toBe(1);
    expect((await readFile(path('journal.1.jsonl'), 'utf8')).split('\n')).toHaveLength(2);
  });

  it('may end in a torn line, which was never acknowledged', async () => {
    const lease = await takeLease();
    await lease.commit(start);
    await lease.append(sampleBegin('1-1', 'cluster.api'));
    await lease.append(sampleEnd('1-1', sampleRecord('cluster.api')));
    await lease.release();
    const journal = await readFile(path('journal.1.jsonl'), 'utf8');
    await writeFile(path('journal.1.jsonl'), journal.slice(0, -30));
    expect((await storeIn(root).read())?.open).toHaveLength(1);
    expect((await takeLease()).state()?.open).toHaveLength(1);
  });

  it('are refused when they are damaged, and stay as they are', async () => {
    const lease = await takeLease();
    await lease.commit(start);
    await lease.release();
    await writeFile(path('state.2.json'), '{"format":1,');
    const damaged = { kind: 'config', message: expect.stringContaining('state.2.json is damaged') as string };
    await expect(storeIn(root).read()).rejects.toMatchObject(damaged);
    await expect(takeLease()).rejects.toMatchObject(damaged);
    expect(await readFile(path('state.2.json'), 'utf8')).toBe('{"format":1,');
    await rm(path('state.2.json'));
    expect((await takeLease()).state()).toMatchObject({ serial: 2, lineage: 'l' });
  });

  it('are refused when the state is gone but entries remain', async () => {
    const lease = await takeLease();
    await lease.commit(start);
    await lease.append(sampleBegin('1-1', 'cluster.api'));
    await lease.release();
    await rm(path('state.1.json'));
    await expect(storeIn(root).read()).rejects.toThrow('not the state that it belongs to');
  });

  it('are refused when they belong to another workspace', async () => {
    await (await takeLease()).commit(start);
    const other = storeIn(root, { workspace: 'preview' });
    await expect(other.read()).rejects.toThrow('the state of workspace default, not of preview');
  });

  it('have the serials of their names, also a state that was copied back', async () => {
    const lease = await takeLease();
    await lease.commit(start);
    await lease.commit({ ...start, resources: { 'cluster.api': sampleRecord('cluster.api') } });
    await lease.release();
    await copyFile(path('state.1.json'), path('state.3.json'));
    expect(await storeIn(root).read()).toMatchObject({ serial: 3, resources: {} });
    expect((await (await takeLease()).commit(start)).serial).toBe(4);
  });

  it('never reuse a token, even after locks were deleted by hand', async () => {
    const first = await takeLease();
    await first.commit(start);
    await first.append(sampleBegin('1-1', 'cluster.api'));
    await rm(path('lock.1'));
    const second = await takeLease();
    expect(second.token).toBe(2);
    await expect(first.append(sampleBegin('1-2', 'cluster.b'))).rejects.toMatchObject({ kind: 'locked' });
    await second.release();
    await rm(path('lock.2'));
    expect((await takeLease()).token).toBe(3);
  });

  it('keep the current state when a late write lands on a serial that was cleaned up', async () => {
    let wake = (): void => undefined;
    let asleep = Promise.resolve();
    const sleepy: FileSystemCalls = {
      ...nodeFileSystem,
      create: async (name, how) => {
        await asleep;
        return nodeFileSystem.create(name, how);
      },
    };
    const sleeper = await takeLease(sleepy);
    await sleeper.commit(start);
    asleep = new Promise((resolve) => (wake = resolve));
    const late = sleeper.commit({ ...start, project: 'sleeper' });
    await storeIn(root, { leaseMs: 20 }).unlock();
    const next = await takeLease();
    for (let n = 0; n < 12; n += 1) await next.commit(start);
    expect(await listFiles()).not.toContain('state.2.json');
    wake();
    await expect(late).rejects.toMatchObject({ kind: 'locked' });
    expect(await listFiles()).toContain('state.2.json');
    expect(await storeIn(root).read()).toMatchObject({ project: 'p', serial: 14 });
    await next.commit(start);
    expect(await listFiles()).not.toContain('state.2.json');
  });

  describe('when the disk fails', () => {
    const failing = (code: string): Error => Object.assign(new Error(code), { code });
    /** Returns the real calls, of which all of one kind can be made to fail. */
    function breakable(): FileSystemCalls & {
      fail: { call: 'write' | 'sync' | 'link'; code: string } | null;
    } {
      const calls: ReturnType<typeof breakable> = {
        ...nodeFileSystem,
        fail: null,
        link: async (from, to) => {
          if (calls.fail?.call === 'link') throw failing(calls.fail.code);
          await nodeFileSystem.link(from, to);
        },
        create: async (name, how) => {
          const file = await nodeFileSystem.create(name, how);
          return {
            ...file,
            write: async (text, at) => {
              if (calls.fail?.call !== 'write') return file.write(text, at);
              await file.write(text.slice(0, text.length / 2), at);
              throw failing(calls.fail.code);
            },
            sync: () => (calls.fail?.call === 'sync' ? Promise.reject(failing('EIO')) : file.sync()),
          };
        },
      };
      return calls;
    }

    it.each([
      ['ENOSPC', 'no space is left on the device'],
      ['EROFS', 'the file system is read-only'],
      ['EACCES', 'access is denied'],
    ])('report it (%s), keep the last state, and work again when the disk does', async (code, why) => {
      const disk = breakable();
      const lease = await takeLease(disk);
      await lease.commit(start);
      for (const call of ['write', 'link'] as const) {
        disk.fail = { call, code };
        const message = `Cannot use the state in ${directory}: ${why}.`;
        await expect(lease.commit(start)).rejects.toMatchObject({ kind: 'unreachable', message });
      }
      disk.fail = { call: 'write', code };
      await expect(lease.append(sampleBegin('1', 'cluster.a'))).rejects.toThrow(why);
      disk.fail = null;
      expect(await storeIn(root).read()).toMatchObject({ serial: 1, open: [] });
      await lease.append(sampleBegin('2', 'cluster.a'));
      expect((await lease.commit(lease.state() ?? start)).serial).toBe(2);
      expect((await storeIn(root).read())?.open.map(({ id }) => id)).toEqual(['2']);
      expect((await listFiles()).filter((name) => name.startsWith('tmp'))).toEqual([]);
    });

    it('accept no more entries after a failed fsync, whose result is unknown', async () => {
      const disk = breakable();
      const lease = await takeLease(disk);
      await lease.commit(start);
      disk.fail = { call: 'sync', code: 'EIO' };
      await expect(lease.append(sampleBegin('1', 'cluster.a'))).rejects.toThrow('the disk reports an error');
      disk.fail = null;
      await expect(lease.append(sampleBegin('2', 'cluster.a'))).rejects.toMatchObject({
        kind: 'unreachable',
      });
    });

    it('explain why a lock cannot be taken', async () => {
      const disk = breakable();
      disk.fail = { call: 'link', code: 'EPERM' };
      await expect(takeLease(disk)).rejects.toMatchObject({
        kind: 'unreachable',
        hint: expect.stringContaining('hard links') as string,
      });
    });
  });
});
