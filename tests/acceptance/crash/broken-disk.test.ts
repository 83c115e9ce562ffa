import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CrashCase } from '../../crash/crash-case';
import type { CountedRun } from '../../crash/crash-case';
import { drawn, drawnOf, runUpTo } from '../../crash/pool';
import { STORY, stopScenario } from '../../crash/scenario';
import { EXHAUSTIVE } from '../../exhaustive';
import { TestCloud } from '../../helix';

const AT_ONCE = 3;
const PAGE = 4096;
/** How many pages are left free. */
const PAGES = Array.from({ length: 14 }, (_, pages) => pages);
const TOML = '[project]\nname = "papertrail"\n\n[cloud.a.helix]\ncluster_id = "ID-a"\nsize = "small"\n';
const APPLY = ['apply', '--auto-approve'];

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start('--provision-ms', '0');
});
afterAll(() => cloud.stop());

/** Expects that a run which failed gave a reason other than a bug. */
function expectExplained({ code, stderr, stdout }: Pick<CountedRun, 'code' | 'stderr' | 'stdout'>): void {
  if (![0, 1, 4, 9].includes(code)) throw new Error(`it ended with ${code}\n${stderr}`);
  if (code !== 0)
    expect(stderr + stdout).toMatch(/no space is left|the disk reports an error|cannot be written|lock/);
  expect(stderr).not.toContain('    at ');
}

describe('a disk', () => {
  it.each([
    ['is full for one call', 'ENOSPC'],
    ['stays full', 'ENOSPC+'],
    ['fails one call', 'EIO'],
  ])('that %s, at any call of a run: it is said, and the next command makes it good', async (_, does) => {
    let failed = 0;
    // One call that fails a run for certain, whatever is drawn.
    const certain = new CrashCase(cloud, TOML);
    try {
      const run = await certain.stopCase(APPLY, { at: /^before write .*journal/, does, once: true });
      expectExplained(run);
      if (run.code !== 0) failed += 1;
      expect(await certain.run(APPLY)).toMatchObject({ code: 0 });
    } finally {
      certain.remove();
    }
    await runUpTo(drawn(20), AT_ONCE, async (at) => {
      const runs = await stopScenario(cloud, async (made, words) => {
        const run = await made.stopCase(words, { at, does, once: true });
        expectExplained(run);
        if (run.code !== 0) failed += 1;
        return run;
      });
      return runs.every(({ isWhole }) => isWhole);
    });
    process.stderr.write(`${failed} runs failed for ${does}\n`);
    expect(failed).toBeGreaterThan(EXHAUSTIVE ? STORY.length * 10 : 0);
  });

  it('that is full after a number of pages loses nothing', async () => {
    for (const pages of drawnOf(PAGES, 3)) {
      const made = new CrashCase(cloud, TOML);
      const { directory } = made.project;
      // Needs root.
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'helix-test', directory]);
      try {
        made.declare(TOML);
        fill(join(directory, 'filler'), pages);
        expectExplained(await made.run(APPLY));
        rmSync(join(directory, 'filler'));
        expect(await made.run(APPLY)).toMatchObject({ code: 0 });
        made.declare(TOML.replace('small', 'medium'));
        fill(join(directory, 'filler'), pages);
        expectExplained(await made.run(APPLY));
        rmSync(join(directory, 'filler'));
        expect(await made.run(APPLY)).toMatchObject({ code: 0 });
        await made.expectWhole({ a: { created: 1, deleted: 0 } });
      } finally {
        execFileSync('umount', [directory]);
        made.remove();
      }
    }
  });

  it('that was mounted read-only is named; plans can still be made', async () => {
    const made = new CrashCase(cloud, TOML);
    const { directory } = made.project;
    execFileSync('mount', ['-t', 'tmpfs', 'helix-test', directory]);
    try {
      made.declare(TOML);
      expect(await made.run(APPLY)).toMatchObject({ code: 0 });
      made.declare(TOML.replace('small', 'medium'));
      execFileSync('mount', ['-o', 'remount,ro', directory]);
      expect(await made.run(['plan', '--detailed-exitcode'])).toMatchObject({ code: 2 });
      const run = await made.run(APPLY);
      expect([run.code, run.stderr]).toEqual([1, expect.stringContaining('the file system is read-only')]);
      execFileSync('mount', ['-o', 'remount,rw', directory]);
      expect(await made.run(APPLY)).toMatchObject({ code: 0 });
      await made.expectWhole({ a: { created: 1, deleted: 0 } });
    } finally {
      execFileSync('umount', [directory]);
      made.remove();
    }
  });
});

/** Fills a file system up to a number of free pages. */
function fill(file: string, pages: number): void {
  writeFileSync(file, '');
  for (;;) {
    try {
      writeFileSync(file, Buffer.alloc(PAGE), { flag: 'a' });
    } catch {
      break;
    }
  }
  const { length } = readFileSync(file);
  writeFileSync(file, Buffer.alloc(Math.max(0, length - pages * PAGE)));
}

it('a journal that is torn at any byte of its last line is read without that line', async () => {
  const torn = new CrashCase(cloud, TOML);
  try {
    expect(await torn.stopCase(APPLY, { at: /^answered request POST/ })).toMatchObject({ code: -1 });
    const directory = join(torn.project.directory, '.helix', 'state', 'default');
    const journal = join(
      directory,
      readdirSync(directory).find((name) => name.startsWith('journal.'))!,
    );
    const text = readFileSync(journal);
    const begun = text.lastIndexOf('\n', text.length - 2) + 1;
    const { first, step } = drawn(40);
    for (let length = begun + first - 1; length < text.length; length += step) {
      writeFileSync(journal, text.subarray(0, length));
      const list = await torn.run(['state', 'list', '--json']);
      expect([length, list.code, (JSON.parse(list.stdout) as { open: unknown[] }).open]).toEqual([
        length,
        0,
        [],
      ]);
    }
    writeFileSync(journal, text);
    expect(await torn.run(APPLY)).toMatchObject({ code: 0 });
    await torn.expectWhole({ a: { created: 1, deleted: 0 } });
  } finally {
    torn.remove();
  }
});
