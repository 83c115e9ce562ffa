import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { extract } from 'tar-stream';
import { SystemRandom } from '../../../host/random';
import { DiskProjectFiles } from '../../disk-project-files';

const PLACE = { directory: '.', dockerfile: 'Dockerfile' };
const files = new DiskProjectFiles(new SystemRandom());
const directories: string[] = [];

afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true });
});

async function make(texts: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'helix-context-')));
  directories.push(base);
  for (const [path, text] of Object.entries(texts)) {
    await mkdir(dirname(join(base, path)), { recursive: true });
    await writeFile(join(base, path), text);
  }
  return base;
}

async function readContext(base: string, place = PLACE) {
  const context = await files.readBuildContext(base, place);
  if (context === null) throw new Error('there is a Dockerfile');
  return context;
}

async function packTar(base: string, place = PLACE): Promise<Buffer> {
  return buffer((await files.packBuildContext(base, place)).archive());
}

interface Member {
  readonly header: string;
  readonly text: string;
}

/** Lists an archive: path -> type, mode and owner, and its text or target. */
async function listTar(tar: Buffer): Promise<Readonly<Record<string, Member>>> {
  const members: Record<string, Member> = {};
  const reader = extract();
  Readable.from([tar]).pipe(reader);
  for await (const entry of reader) {
    const { name, type, mode, uid, gid, mtime, linkname } = entry.header;
    const text = (await buffer(entry as unknown as AsyncIterable<Uint8Array> as Readable)).toString();
    const header = `${type} ${mode.toString(8)} ${uid}:${gid} ${mtime.toISOString().slice(0, 10)}`;
    members[name] = { header, text: type === 'symlink' ? linkname : text };
  }
  return members;
}

describe('a build context', () => {
  it('counts a program and a link as other than a file, and no other mode or time', async () => {
    const base = await make({ Dockerfile: 'FROM x', 'run.sh': 'x' });
    const plain = (await readContext(base)).digest;
    await chmod(join(base, 'run.sh'), 0o600);
    await utimes(join(base, 'run.sh'), 1, 1);
    expect((await readContext(base)).digest).toBe(plain);
    await chmod(join(base, 'run.sh'), 0o755);
    const program = (await readContext(base)).digest;
    expect(program).not.toBe(plain);
    await symlink('run.sh', join(base, 'link'));
    const linked = (await readContext(base)).digest;
    expect(linked).not.toBe(program);
    await rm(join(base, 'link'));
    await symlink('elsewhere', join(base, 'link'));
    expect((await readContext(base)).digest).not.toBe(linked);
  });

  it('is the same when the configuration, the lock file or a comment of the ignore file changes', async () => {
    const texts = { Dockerfile: 'FROM x', 'a.txt': 'a', '.dockerignore': 'b\n' };
    const before = await readContext(await make(texts));
    const after = await readContext(
      await make({
        ...texts,
        '.dockerignore': '# why\nb\n',
        'helix.toml': 'ttl = "1h"',
        'helix.lock.json': '{}',
        '.helix/state/x.json': '{}',
      }),
    );
    expect(after.digest).toBe(before.digest);
    expect(Object.keys(after.files ?? {})).toEqual(['Dockerfile', 'a.txt']);
  });

  it('is without the files that Helix wrote for the user, then and later', async () => {
    const base = await make({ Dockerfile: 'FROM x' });
    const before = await readContext(base);
    await writeFile(join(base, 'plan.html'), '<html>');
    expect((await readContext(base)).digest).not.toBe(before.digest);
    await files.leaveOutOfContexts(base, [join(base, 'plan.html'), '/tmp/elsewhere.html']);
    await files.leaveOutOfContexts(base, [join(base, 'next.plan')]);
    expect((await readContext(base)).digest).toBe(before.digest);
  });

  it('has the rules of the Dockerfile alone, where it has some of its own', async () => {
    const place = { directory: '.', dockerfile: 'docker/api.Dockerfile' };
    const base = await make({
      'docker/api.Dockerfile': 'FROM x',
      'docker/api.Dockerfile.dockerignore': 'a.txt',
      '.dockerignore': 'b.txt',
      'a.txt': 'a',
      'b.txt': 'b',
    });
    expect(Object.keys((await readContext(base, place)).files ?? {})).toEqual([
      'b.txt',
      'docker/api.Dockerfile',
    ]);
    await rm(join(base, 'docker/api.Dockerfile.dockerignore'));
    expect(Object.keys((await readContext(base, place)).files ?? {})).toEqual([
      'a.txt',
      'docker/api.Dockerfile',
    ]);
  });

  it('has a note for each script, link out of it and thing that no archive holds', async () => {
    const base = await make({
      Dockerfile: 'FROM x',
      'start.sh': '#!/bin/sh\r\nexec app\r\n',
      'run.sh': '#!/bin/sh\nexec app\n',
      'data.txt': 'a\r\n',
    });
    await chmod(join(base, 'run.sh'), 0o755);
    await symlink('../shared', join(base, 'shared'));
    await symlink('run.sh', join(base, 'inside'));
    await promisify(execFile)('mkfifo', [join(base, 'pipe')]);
    const { notes, fileCount, bytes } = await readContext(base);
    expect([...notes].sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { type: 'left-out', path: 'pipe' },
      { type: 'script', path: 'run.sh', crlf: false, executable: true },
      { type: 'outside-link', path: 'shared', target: '../shared' },
      { type: 'script', path: 'start.sh', crlf: true, executable: false },
    ]);
    expect([fileCount, bytes]).toEqual([6, 49]);
  });

  it('has a note for its largest file when it is unusually large', async () => {
    const base = await make({ Dockerfile: 'FROM x', 'dump.sql': '', 'a.txt': 'a' });
    // A sparse file takes no space.
    await truncate(join(base, 'dump.sql'), 201 * 1024 * 1024);
    const { notes } = await readContext(base);
    expect(notes).toEqual([{ type: 'large', path: 'dump.sql', bytes: 201 * 1024 * 1024 }]);
  });

  it('refuses a name that is not UTF-8, unless it is left out', async () => {
    const base = await make({ Dockerfile: 'FROM x' });
    await writeFile(Buffer.concat([Buffer.from(`${base}/caf`), Buffer.from([0xe9])]), '');
    await expect(files.readBuildContext(base, PLACE)).rejects.toMatchObject({
      kind: 'config',
      hint: expect.stringContaining('`caf?`') as string,
    });
    await writeFile(join(base, '.dockerignore'), 'caf?');
    expect((await readContext(base)).fileCount).toBe(1);
  });

  it('names what cannot be read, and the line that leaves it out', async () => {
    const base = await make({ Dockerfile: 'FROM x', 'app/db/data.mdb': 'x', 'keep/a': 'x' });
    await chmod(join(base, 'app/db'), 0);
    await chmod(base, 0o755);
    await runAsNobody(async () => {
      await expect(files.readBuildContext(base, PLACE)).rejects.toMatchObject({
        kind: 'config',
        message: 'Cannot read app/db, which is part of the build context: access is denied.',
        hint: 'Make it readable, or add the line `app/db` to .dockerignore.',
      });
    });
    await writeFile(join(base, '.dockerignore'), 'app/db\nkeep\n!keep/a\n');
    await runAsNobody(async () => {
      expect(Object.keys((await readContext(base)).files ?? {})).toEqual(['Dockerfile', 'keep/a']);
    });
    await chmod(join(base, 'app/db'), 0o700);
  });
});

/** Runs as a user who may not read everything. */
async function runAsNobody(run: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return run();
  process.seteuid?.(65534);
  try {
    await run();
  } finally {
    process.seteuid?.(0);
  }
}

describe('the archive of a build context', () => {
  const TEXTS = { Dockerfile: 'FROM x', 'b/run.sh': '#!/bin/sh\n', 'a.txt': 'a', 'ü.txt': 'ü' };

  it('has everything in order, of one owner and one time, with two modes', async () => {
    const base = await make({ ...TEXTS, empty: '' });
    await chmod(join(base, 'b/run.sh'), 0o700);
    await symlink('a.txt', join(base, 'link'));
    const members = await listTar(await packTar(base));
    expect(Object.entries(members).map(([name, { header, text }]) => `${name} ${header} ${text}`)).toEqual([
      'Dockerfile file 644 0:0 1980-01-02 FROM x',
      'a.txt file 644 0:0 1980-01-02 a',
      'b/ directory 755 0:0 1980-01-02 ',
      'b/run.sh file 755 0:0 1980-01-02 #!/bin/sh\n',
      'empty file 644 0:0 1980-01-02 ',
      'link symlink 777 0:0 1980-01-02 a.txt',
      'ü.txt file 644 0:0 1980-01-02 ü',
    ]);
  });

  it('is equal byte for byte for checkouts under different umasks', async () => {
    const [strict, open] = [await make(TEXTS), await make(TEXTS)];
    for (const [base, program, file] of [
      [strict, 0o700, 0o600],
      [open, 0o775, 0o664],
    ] as const) {
      await chmod(join(base, 'b/run.sh'), program);
      await chmod(join(base, 'a.txt'), file);
      await chmod(join(base, 'b'), program);
      await utimes(join(base, 'a.txt'), file, file);
    }
    expect((await packTar(strict)).equals(await packTar(open))).toBe(true);
    expect((await readContext(strict)).digest).toBe((await readContext(open)).digest);
  });

  it('is that of the digest: a file that changed since is refused', async () => {
    const base = await make(TEXTS);
    const packed = await files.packBuildContext(base, PLACE);
    expect(packed.digest).toBe((await readContext(base)).digest);
    await writeFile(join(base, 'a.txt'), 'b');
    await expect(buffer(packed.archive())).rejects.toMatchObject({
      kind: 'config',
      message: 'a.txt changed while the build context was sent.',
    });
    await rm(join(base, 'a.txt'));
    await expect(buffer(packed.archive())).rejects.toThrow('a.txt changed');
  });

  it.each([
    ['that the rules leave out', { '.dockerignore': 'Dockerfile\n' }, PLACE, 'Dockerfile'],
    [
      'that is elsewhere',
      { 'app/x': '', 'docker/api.Dockerfile': 'FROM x' },
      { directory: 'app', dockerfile: 'docker/api.Dockerfile' },
      '.helix-dockerfile',
    ],
  ])('has a Dockerfile %s, and hides it from the steps', async (_, more, place, path) => {
    const base = await make({ Dockerfile: 'FROM x', ...more });
    const packed = await files.packBuildContext(base, place);
    const members = await listTar(await packTar(base, place));
    expect(packed.dockerfile).toBe(path);
    expect(members[path]?.text).toBe('FROM x');
    expect(members['.dockerignore']?.text).toBe(`.dockerignore\n${path}\n`);
    expect(Object.keys((await readContext(base, place)).files ?? {})).toContain(path);
  });

  it('holds a large file', async () => {
    const large = Buffer.alloc(5 * 1024 * 1024, 'x');
    const members = await listTar(await packTar(await make({ ...TEXTS, large })));
    expect(members['large']?.text.length).toBe(large.length);
  });
});
