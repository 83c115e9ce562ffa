import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '../../../host/clock';
import { ProcessTable } from '../../../host/process-table';
import { SystemRandom } from '../../../host/random';
import { FileCredentials } from '../credentials';

const PROCESSES = new ProcessTable('here', process.pid, () => true);

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'helix-credentials-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const file = () => join(home, 'credentials');
const credentials = (environmentKey?: string, environmentProfile?: string, directory: string | null = home) =>
  new FileCredentials({
    environmentKey,
    environmentProfile,
    directory,
    clock: new SystemClock(),
    random: new SystemRandom(),
    processes: PROCESSES,
  });
const readMode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

test('a key that was written is read back, with its source', async () => {
  await credentials().write({ key: 'hx_1', userId: 'u1' });
  expect(await credentials().read()).toEqual({
    key: 'hx_1',
    userId: 'u1',
    source: file(),
    saved: true,
    warning: null,
  });
});

test('the file has upstream’s lines and mode 0600, its directory mode 0700, and no temporary file stays', async () => {
  const directory = join(home, 'deep', '.helix');
  const kept = credentials(undefined, undefined, directory);
  const saved = { place: join(directory, 'credentials'), movedAside: null };
  expect(await kept.write({ key: 'hx_1', userId: 'u1' })).toEqual(saved);
  expect(await readFile(join(directory, 'credentials'), 'utf8')).toBe(
    'helix_user_id=u1\nhelix_user_key=hx_1\n',
  );
  expect(await readMode(join(directory, 'credentials'))).toBe('600');
  expect(await readMode(directory)).toBe('700');
  expect(await readdir(directory)).toEqual(['credentials']);
});

test('a file that was open to others is tightened when it is rewritten', async () => {
  await writeFile(file(), 'helix_user_id=u\nhelix_user_key=old\n', { mode: 0o644 });
  await credentials().write({ key: 'new', userId: 'u' });
  expect(await readMode(file())).toBe('600');
});

test('HELIX_API_KEY wins over the file, and a blank one does not', async () => {
  await credentials().write({ key: 'hx_file', userId: 'u1' });
  expect(await credentials('hx_env\n').read()).toEqual({
    key: 'hx_env',
    userId: null,
    source: 'HELIX_API_KEY',
    saved: false,
    warning: null,
  });
  expect((await credentials('  ').read())?.key).toBe('hx_file');
});

test('comments, unknown keys and their order survive a rewrite', async () => {
  await writeFile(file(), '# mine\nhelix_user_key = old\nother=1\nhelix_user_id=u1\nhelix_user_key=older', {
    mode: 0o600,
  });
  await credentials().write({ key: 'new', userId: 'u2' });
  expect(await readFile(file(), 'utf8')).toBe('# mine\nhelix_user_key=new\nother=1\nhelix_user_id=u2\n');
});

test.each([
  ['no file', null],
  ['an empty file', ''],
  ['a comment that looks like a key', '# helix_user_key=x\n'],
  ['a key without a value', 'helix_user_id=u\nhelix_user_key=\n'],
])('%s means a missing key and is not an error', async (_title, text) => {
  if (text !== null) await writeFile(file(), text);
  expect(await credentials().read()).toBeNull();
});

test('a file that others can read gives a warning that names the file, its mode and the remedy, not the key', async () => {
  await writeFile(file(), 'helix_user_id=u\nhelix_user_key=hx_secret\n');
  await chmod(file(), 0o644);
  const read = await credentials().read();
  expect(read?.warning).toContain(`${file()} has mode 0644`);
  expect(read?.warning).toContain('chmod 600');
  expect(read?.warning).not.toContain('hx_secret');
});

test('a key with a line break or a space is refused without being quoted', async () => {
  await writeFile(file(), 'helix_user_id=u\nhelix_user_key=hx secret\n', { mode: 0o600 });
  const error: unknown = await credentials()
    .read()
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ kind: 'auth', message: expect.stringContaining(file()) as string });
  expect(String(error)).not.toContain('secret');
  await expect(credentials().write({ key: 'a\nb', userId: 'u' })).rejects.toMatchObject({ kind: 'auth' });
  await expect(credentials('a b').read()).rejects.toMatchObject({ kind: 'auth' });
});

test('remove takes the key out, keeps what else stands there, and deletes a file that is empty then', async () => {
  await writeFile(file(), '# mine\nother=1\nhelix_user_id=u\nhelix_user_key=k\n', { mode: 0o600 });
  expect(await credentials().remove()).toBe(file());
  expect(await readFile(file(), 'utf8')).toBe('# mine\nother=1\n');
  expect(await credentials().remove()).toBeNull();

  await writeFile(file(), 'helix_user_id=u\nhelix_user_key=k\n', { mode: 0o600 });
  expect(await credentials().remove()).toBe(file());
  expect(await readdir(home)).toEqual([]);
});
