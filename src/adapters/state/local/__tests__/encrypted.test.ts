import { randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyState } from '../../../../state/empty-state';
import { sampleBegin, sampleEnd, sampleRecord } from '../../../../testing/sample-records';
import { keyIn } from '../../encryption/key';
import { sealedCodec } from '../../encryption/sealed-codec';
import { stateIn, storeIn } from './store-in';

const KEY = keyIn('KEY', randomBytes(32).toString('hex'));
const START = emptyState({ lineage: 'l', project: 'p', workspace: 'default', at: '2026-01-01T00:00:00Z' });
const REQUEST = { operation: 'apply', by: 'ada@laptop', timeoutMs: 0 };

let root: string;
beforeEach(async () => (root = await mkdtemp(join(tmpdir(), 'helix-sealed-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

/** Reads all files but locks, which hold no state. */
async function onDisk(): Promise<string> {
  const names = (await readdir(stateIn(root))).filter((name) => !name.startsWith('lock.'));
  return (await Promise.all(names.map((name) => readFile(join(stateIn(root), name), 'utf8')))).join('\n');
}

test('with a key, no state or journal is ever plain on disk, and both can be read', async () => {
  const store = storeIn(root, { codec: sealedCodec(KEY, []) });
  const lease = await store.lock(REQUEST);
  await lease.commit(START);
  await lease.append(sampleBegin('1-1', 'cluster.api'));
  await lease.append(sampleEnd('1-1', sampleRecord('cluster.api')));
  expect(Object.keys((await store.read())?.resources ?? {})).toEqual(['cluster.api']);
  expect(await onDisk()).toMatch(/^helix-sealed/);
  expect(await onDisk()).not.toMatch(/[{}]|cluster/);
  await lease.release();
  await expect(storeIn(root).read()).rejects.toMatchObject({ kind: 'auth' });
});

test('an encrypted line that a crash tore was never acknowledged, and is left out', async () => {
  const store = storeIn(root, { codec: sealedCodec(KEY, []) });
  const lease = await store.lock(REQUEST);
  await lease.commit(START);
  await lease.append(sampleBegin('1-1', 'cluster.api'));
  const journal = join(stateIn(root), 'journal.1.jsonl');
  const [line = ''] = (await readFile(journal, 'utf8')).split('\n');
  await appendFile(journal, line.slice(0, 60));
  expect((await store.read())?.open.map(({ id }) => id)).toEqual(['1-1']);
  await lease.release();
});

test('encryption can be switched on, and keys can be changed, for an existing state', async () => {
  const write = async (codec: ReturnType<typeof sealedCodec> | undefined, id: string): Promise<void> => {
    const lease = await storeIn(root, codec && { codec }).lock(REQUEST);
    if (lease.state() === null) await lease.commit(START);
    await lease.append(sampleBegin(id, 'cluster.api'));
    await lease.release();
  };
  const next = keyIn('NEXT', randomBytes(32).toString('hex'));
  await write(undefined, '1');
  await write(sealedCodec(KEY, []), '2');
  await write(sealedCodec(next, [KEY]), '3');
  const { open } = (await storeIn(root, { codec: sealedCodec(next, [KEY]) }).read())!;
  expect(open.map(({ id }) => id)).toEqual(['1', '2', '3']);
  // The last write is readable without the previous key.
  const lease = await storeIn(root, { codec: sealedCodec(next, [KEY]) }).lock(REQUEST);
  await lease.commit(lease.state()!);
  await lease.release();
  expect((await storeIn(root, { codec: sealedCodec(next, []) }).read())?.open).toHaveLength(3);
});

test('a large state, too, is written anew by the first write with another key', async () => {
  const next = keyIn('NEXT', randomBytes(32).toString('hex'));
  const large = { ...START, mirrors: { bulk: 'x'.repeat(200_000) } };
  const write = async (codec: ReturnType<typeof sealedCodec> | undefined, times: number): Promise<void> => {
    const lease = await storeIn(root, codec && { codec }).lock(REQUEST);
    for (let n = 0; n < times; n += 1) await lease.commit(lease.state() ?? large);
    await lease.release();
  };
  await write(undefined, 2);
  await write(sealedCodec(KEY, []), 1);
  expect((await storeIn(root, { codec: sealedCodec(next, [KEY]) }).read())?.serial).toBe(3);
  await write(sealedCodec(next, [KEY]), 2);
  expect((await storeIn(root, { codec: sealedCodec(next, []) }).read())?.mirrors).toEqual(large.mirrors);
  await write(sealedCodec(null, [next]), 1);
  expect((await storeIn(root).read())?.mirrors).toEqual(large.mirrors);
});
