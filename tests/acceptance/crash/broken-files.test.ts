import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestCloud } from '../../helix';
import type { Run, TestProject } from '../../helix';
import { CrashCase } from '../../crash/crash-case';

const TOML = '[project]\nname = "papertrail"\n\n[cloud.a.helix]\ncluster_id = "ID-a"\nsize = "small"\n';
const APPLY = ['apply', '--auto-approve'];

let cloud: TestCloud;
const made: CrashCase[] = [];
beforeAll(async () => {
  cloud = await TestCloud.start('--provision-ms', '0');
});
afterAll(() => cloud.stop());
afterEach(() => made.splice(0).forEach((one) => one.remove()));

async function applyProject(toml = TOML): Promise<CrashCase> {
  const one = new CrashCase(cloud, toml);
  made.push(one);
  expect(await one.run(APPLY)).toMatchObject({ code: 0 });
  return one;
}

function directoryOf({ directory }: TestProject): string {
  return join(directory, '.helix', 'state', 'default');
}

/** The state files, the newest last. */
function states(project: TestProject): string[] {
  const serialOf = (name: string): number => Number(/\d+/.exec(name)?.[0]);
  const names = readdirSync(directoryOf(project)).filter((name) => /^state\.\d+\.json$/.test(name));
  return names.sort((a, b) => serialOf(a) - serialOf(b)).map((name) => join(directoryOf(project), name));
}

/** All state files with what is in them. */
function kept(project: TestProject): Record<string, string> {
  return Object.fromEntries(states(project).map((file) => [file, readFileSync(file, 'utf8')]));
}

/** Runs all that reads a state, and expects the same clear error of each; nothing is changed, here or in the cloud. */
async function expectRefused(one: CrashCase, code: number, says: RegExp): Promise<void> {
  const [files, clusters] = [kept(one.project), await cloud.listClusters()];
  for (const words of [['plan'], ['state', 'list'], APPLY, ['destroy', '--auto-approve']]) {
    const run: Run = await one.run(words);
    expect([words, run.code, run.stderr]).toEqual([words, code, expect.stringMatching(says)]);
    expect(run.stderr).not.toContain('    at ');
  }
  expect(kept(one.project)).toEqual(files);
  expect(await cloud.listClusters()).toEqual(clusters);
}

describe('a state file', () => {
  it.each([
    ['is empty', () => ''],
    ['ends in its middle', (text: string) => text.slice(0, text.length / 2)],
    ['lost its last bytes', (text: string) => text.slice(0, -3)],
    ['has a hole of zeros', (text: string) => text.slice(0, 300) + '\0'.repeat(200) + text.slice(500)],
    ['is something else', () => '[1, 2]\n'],
  ])('that %s is named as damaged, and not taken for nothing', async (_, damage) => {
    const one = await applyProject();
    const newest = states(one.project).at(-1)!;
    const whole = readFileSync(newest, 'utf8');
    writeFileSync(newest, damage(whole));
    await expectRefused(one, 1, /state\.\d+\.json is damaged[^]*`helix state restore --serial N` returns/);
    writeFileSync(newest, whole);
    await one.expectWhole({ a: { created: 1, deleted: 0 } });
  });

  it('of a newer format is left to a newer Helix', async () => {
    const one = await applyProject();
    const newest = states(one.project).at(-1)!;
    writeFileSync(newest, readFileSync(newest, 'utf8').replace('"format":1', '"format":3'));
    await expectRefused(one, 1, /written by a newer Helix \(format 3; this one reads 2\)/);
  });

  it('that a crash left unfinished counts for nothing: the one before is the state', async () => {
    const one = await applyProject();
    writeFileSync(join(directoryOf(one.project), 'tmp.1.c0ffee'), '{"format":1,"jour');
    await one.expectWhole({ a: { created: 1, deleted: 0 } });
    expect(await one.run(APPLY)).toMatchObject({ code: 0 });
  });
});

describe('the state of another project', () => {
  it('that came with a copied directory is refused: nothing of that project is touched', async () => {
    const one = await applyProject();
    one.project.edit('helix.toml', '"papertrail"', '"notebook"');
    await expectRefused(one, 5, /that of project papertrail, not of notebook[^]*delete its \.helix/);
    one.project.edit('helix.toml', '"notebook"', '"papertrail"');
    await one.expectWhole({ a: { created: 1, deleted: 0 } });
  });
});

describe('a journal', () => {
  /** A project whose apply was killed when the cloud had just created the cluster. */
  async function interruptRun(): Promise<{ one: CrashCase; journal: string }> {
    const one = new CrashCase(cloud, TOML);
    made.push(one);
    expect(await one.stopCase(APPLY, { at: /^answered request POST/ })).toMatchObject({ code: -1 });
    const name = readdirSync(directoryOf(one.project)).find((file) => file.startsWith('journal.'))!;
    return { one, journal: join(directoryOf(one.project), name) };
  }

  it('whose last line is torn is read without it, and nothing is created twice', async () => {
    const { one, journal } = await interruptRun();
    const text = readFileSync(journal, 'utf8');
    const begun = text.lastIndexOf('{"format":1');
    for (const length of [begun + 1, begun + 200, text.length - 2, text.length - 1]) {
      writeFileSync(journal, text.slice(0, length));
      const list = await one.run(['state', 'list', '--json']);
      expect([list.code, (JSON.parse(list.stdout) as { open: unknown[] }).open]).toEqual([0, []]);
    }
    // Without its begin the cluster is not known, but it is there, and ours by its owner: it is adopted.
    expect(await one.run(APPLY)).toMatchObject({ code: 0 });
    await one.expectWhole({ a: { created: 1, deleted: 0 } });
  });

  it.each([
    ['damaged before its last line', 1, 'x', / line 1 is damaged/],
    ['of a newer format', 1, '{"format":2,"entries":[]}\n', / line 1: written by a newer Helix/],
  ])('%s is named, and nothing is changed', async (_, code, line, says) => {
    const { one, journal } = await interruptRun();
    const text = readFileSync(journal, 'utf8');
    writeFileSync(journal, line + (line.endsWith('\n') ? text : text.slice(1) + text));
    await expectRefused(one, code, says);
    writeFileSync(journal, text);
    expect(await one.run(APPLY)).toMatchObject({ code: 0 });
    await one.expectWhole({ a: { created: 1, deleted: 0 } });
  });
});

describe('a disk', () => {
  it.each([
    ['ENOSPC', /no space is left on the device/],
    ['EROFS', /the file system is read-only/],
    ['EIO', /the disk reports an error/],
  ])('that answers %s at once is named, and nothing is created', async (errno, says) => {
    const one = new CrashCase(cloud, TOML);
    made.push(one);
    const run = await one.stopCase(APPLY, { at: 1, does: `${errno}+` });
    expect([run.code, run.stderr]).toEqual([1, expect.stringMatching(says)]);
    expect(await one.countCommits()).toEqual({});
    expect(await one.run(APPLY)).toMatchObject({ code: 0 });
    await one.expectWhole({ a: { created: 1, deleted: 0 } });
  });
});
