import { execFile } from 'node:child_process';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { projectFilesContract } from '../../../testing/contracts/project-files-contract';
import { SystemRandom } from '../../host/random';
import { DiskProjectFiles } from '../disk-project-files';

const directories: string[] = [];
const files = new DiskProjectFiles(new SystemRandom());

afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true });
});

async function make(texts: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'helix-files-')));
  directories.push(base);
  for (const [path, text] of Object.entries(texts)) {
    await mkdir(dirname(join(base, path)), { recursive: true });
    await writeFile(join(base, path), text);
  }
  return base;
}

projectFilesContract('DiskProjectFiles', async (texts) => ({ files, base: await make(texts) }));

describe('DiskProjectFiles', () => {
  it('refuses text that is not UTF-8, with the name of the file', async () => {
    const base = await make({ 'helix.toml': Buffer.from([0x61, 0xff]), 'db/x.hx': Buffer.from([0xc3]) });
    const error = { kind: 'config', message: `${base}/helix.toml is not UTF-8 text.` };
    await expect(files.readText(base, 'helix.toml')).rejects.toMatchObject(error);
    await expect(files.readHxFiles(base, 'db')).rejects.toThrow('db/x.hx is not UTF-8');
  });

  it('leaves out the byte order mark of a text', async () => {
    const base = await make({ 'helix.toml': '\uFEFF[project]' });
    expect(await files.readText(base, 'helix.toml')).toBe('[project]');
  });

  it('keeps the byte order mark of a file that it writes again', async () => {
    const base = await make({ 'helix.toml': '\uFEFF[project]', 'plain.toml': '' });
    for (const name of ['helix.toml', 'plain.toml']) await files.writeText(base, name, 'a = 1');
    expect(await readFile(join(base, 'helix.toml'), 'utf8')).toBe('\uFEFFa = 1');
    expect(await readFile(join(base, 'plain.toml'), 'utf8')).toBe('a = 1');
  });

  it('refuses a directory where a file should be', async () => {
    const base = await make({ 'helix.toml/x': '' });
    await expect(files.readText(base, 'helix.toml')).rejects.toMatchObject({ kind: 'config' });
    await expect(files.find(base)).rejects.toThrow(`Cannot use ${base}/helix.toml`);
  });

  it('refuses a helix.toml that leads nowhere, instead of the project above it', async () => {
    const base = await make({ 'helix.toml': '', 'app/x.txt': '', 'pipe/x.txt': '' });
    await symlink('nothing', join(base, 'app/helix.toml'));
    await promisify(execFile)('mkfifo', [join(base, 'pipe/Blueprint.toml')]);
    await expect(files.find(join(base, 'app'))).rejects.toMatchObject({
      kind: 'config',
      message: expect.stringContaining(`${base}/app/helix.toml`) as string,
    });
    await expect(files.find(join(base, 'pipe'))).rejects.toThrow(`${base}/pipe/Blueprint.toml`);
    expect((await files.find(base)).root).toBe(base);
  });

  it('reads no link that leads nowhere as a missing file', async () => {
    const base = await make({ 'helix.toml': '' });
    await symlink('nothing', join(base, 'helix.lock.json'));
    await expect(files.readText(base, 'helix.lock.json')).rejects.toThrow(
      `Cannot use ${base}/helix.lock.json`,
    );
  });

  it('finds the project in a directory that cannot be listed', async () => {
    const base = await make({ 'helix.toml': '', 'app/helix.toml': '' });
    await chmod(join(base, 'app'), 0o300);
    expect((await files.find(join(base, 'app'))).root).toBe(join(base, 'app'));
    await chmod(join(base, 'app'), 0o700);
  });

  it('knows files, directories and other things, through links', async () => {
    const base = await make({ 'app/helix.toml': '' });
    await symlink('app', join(base, 'link'));
    await symlink('nothing', join(base, 'broken'));
    const kinds = ['app', 'link', 'app/helix.toml', 'broken', 'nothing'].map((path) =>
      files.readKind(join(base, path)),
    );
    expect(await Promise.all([...kinds, files.readKind('/dev/null')])).toEqual([
      'directory',
      'directory',
      'file',
      null,
      null,
      'other',
    ]);
  });

  it('writes through a symbolic link, keeps the mode, and leaves no other file behind', async () => {
    const base = await make({ 'real/helix.toml': 'old' });
    await chmod(join(base, 'real/helix.toml'), 0o600);
    await symlink('real/helix.toml', join(base, 'helix.toml'));
    await files.writeText(base, 'helix.toml', 'new');
    expect(await readlink(join(base, 'helix.toml'))).toBe('real/helix.toml');
    expect(await files.readText(base, 'real/helix.toml')).toBe('new');
    expect((await stat(join(base, 'real/helix.toml'))).mode & 0o777).toBe(0o600);
    expect(await readdir(join(base, 'real'))).toEqual(['helix.toml']);
  });

  it('follows links to queries inside the project, but no cycles, and refuses a broken link', async () => {
    const base = await make({ 'db/a.hx': 'a', 'shared/b.hx': 'b' });
    await symlink('../shared', join(base, 'db/shared'));
    await symlink('..', join(base, 'db/shared/up'));
    expect([...(await files.readHxFiles(base, 'db')).keys()]).toEqual(['a.hx', 'shared/b.hx']);
    await symlink('nothing', join(base, 'db/c.hx'));
    await expect(files.readHxFiles(base, 'db')).rejects.toMatchObject({ kind: 'config' });
  });

  it.each([
    ['a file', '../../secret.hx', 'db/link.hx', 'secret.hx'],
    ['a directory', '../../other', 'db/link', 'other'],
    ['the directory of the queries itself', '../other', 'db', 'other'],
  ])('refuses queries through a link out of the project: %s', async (_, target, link, real) => {
    const base = await make({ 'secret.hx': 's', 'other/o.hx': 'o', 'app/helix.toml': '', 'app/x.hx': '' });
    await mkdir(dirname(join(base, 'app', link)), { recursive: true });
    await symlink(target, join(base, 'app', link));
    await expect(files.readHxFiles(join(base, 'app'), 'db')).rejects.toMatchObject({
      kind: 'config',
      message: `${base}/app/${link} is a link to ${base}/${real}, which is outside the project.`,
    });
  });

  it('reads the queries of a project that is itself reached through a link', async () => {
    const base = await make({ 'real/helix.toml': '', 'real/db/a.hx': 'a' });
    await symlink('real', join(base, 'app'));
    expect([...(await files.readHxFiles(join(base, 'app'), 'db')).keys()]).toEqual(['a.hx']);
  });
});

describe('gitCommit', () => {
  const run = promisify(execFile);
  async function runGit(directory: string, ...args: string[]): Promise<string> {
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
    const { stdout } = await run('git', [...identity, ...args], { cwd: directory });
    return stdout.trim();
  }
  async function createRepository(): Promise<string> {
    const base = await make({ 'app/helix.toml': '' });
    await runGit(base, 'init', '-q', '-b', 'main');
    await runGit(base, 'commit', '-q', '--allow-empty', '-m', 'one');
    return base;
  }

  it('is null outside a checkout and before the first commit', async () => {
    const base = await make({ 'helix.toml': '' });
    expect(await files.readGitCommit(base)).toBeNull();
    await runGit(base, 'init', '-q');
    expect(await files.readGitCommit(base)).toBeNull();
  });

  it('is the one that git reports, on a branch, detached, and after packing', async () => {
    const base = await createRepository();
    const first = await runGit(base, 'rev-parse', 'HEAD');
    expect(await files.readGitCommit(join(base, 'app'))).toBe(first);
    await runGit(base, 'pack-refs', '--all');
    expect(await files.readGitCommit(base)).toBe(first);
    await runGit(base, 'commit', '-q', '--allow-empty', '-m', 'two');
    expect(await files.readGitCommit(base)).toBe(await runGit(base, 'rev-parse', 'HEAD'));
    await runGit(base, 'checkout', '-q', first);
    expect(await files.readGitCommit(base)).toBe(first);
  });

  it('is that of the worktree', async () => {
    const base = await createRepository();
    await runGit(base, 'worktree', 'add', '-q', '-b', 'side', 'side');
    const side = join(base, 'side');
    await runGit(side, 'commit', '-q', '--allow-empty', '-m', 'on the side');
    expect(await files.readGitCommit(side)).toBe(await runGit(side, 'rev-parse', 'HEAD'));
    expect(await files.readGitCommit(side)).not.toBe(await files.readGitCommit(base));
  });
});
