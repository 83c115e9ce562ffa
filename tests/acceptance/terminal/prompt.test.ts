import type { TestProject } from '../../helix';
import { sharedCloud } from '../../shared-cloud';
import { InTerminal } from './in-terminal';
import type { TerminalOptions } from './in-terminal';

const TOML = `[project]
name = "papertrail"

[cloud.a.helix]
cluster_id = "ID-a"
`;

const shared = sharedCloud();
const projectOf = (): TestProject => shared.project({ 'helix.toml': TOML });

/** Runs to the question, answers it and returns the exit code with what the terminal was sent after the question. */
async function answer(made: TestProject, words: readonly string[], question: string, keys: string) {
  const run = new InTerminal(made, words);
  await run.waitForText(question);
  run.press(keys);
  const code = await run.end();
  return { code, after: run.shown.slice(run.shown.lastIndexOf(question) + question.length) };
}

const APPLY = 'Apply this plan? [y/N] ';
const DESTROY = "Type the project's name (papertrail): ";
const NO = { Enter: '\r', n: 'n\r', 'anything else': 'yep\r', Escape: '\u001b', 'Ctrl-C': '\u0003' };

describe('the question of apply', () => {
  it('is answered by y and Enter; everything else is no, ends with 8 and frees the lock', async () => {
    const made = projectOf();
    for (const keys of [...Object.values(NO), '\u0004']) {
      const { code, after } = await answer(made, ['apply'], APPLY, keys);
      expect([keys, code]).toEqual([keys, 8]);
      expect(after).toContain('not approved; nothing was changed');
      if (!keys.endsWith('\r')) expect(after).toMatch(/^\S*no\r\n/);
    }
    expect((await answer(made, ['apply'], APPLY, 'y\r')).code).toBe(0);
    expect(await shared.listClustersOf(made)).toHaveLength(1);
  });

  it('is a no when the terminal closes', async () => {
    const made = projectOf();
    const run = new InTerminal(made, ['apply']);
    await run.waitForText(APPLY);
    run.hangUp();
    expect(await run.end()).toBe(8);
    expect((await made.run(['apply', '--auto-approve'])).code).toBe(0);
  });

  it.each<[string, TerminalOptions]>([
    ['TERM=dumb', { env: { TERM: 'dumb' } }],
    ['LC_ALL=C', { env: { LC_ALL: 'C' } }],
    ['a terminal without columns', { columns: 0, env: { TERM: 'dumb' } }],
    ['a terminal of 30 columns', { columns: 30 }],
  ])('stands on one line with %s', async (_, options) => {
    const run = new InTerminal(projectOf(), ['apply'], options);
    await run.waitForText(APPLY);
    run.press('n\r');
    expect(await run.end()).toBe(8);
    if (options.env?.['TERM'] === 'dumb') expect(run.shown).not.toContain('\u001b');
    if (options.env?.['LC_ALL'] === 'C') expect(run.shown).toMatch(/^[\x00-\x7f]*$/);
  });
});

describe('the question before data is lost', () => {
  it.each([
    ['destroy', ['destroy']],
    ['delete', ['delete', 'a']],
    ['an apply that deletes', ['apply']],
  ])('wants the name of the project from %s', async (_, words) => {
    const made = projectOf();
    await made.runHelix('apply', '--auto-approve');
    if (words[0] === 'apply') made.write('helix.toml', '[project]\nname = "papertrail"\n');
    for (const keys of ['y\r', 'yes\r', '\r', '\u001b', '\u0004']) {
      expect([keys, (await answer(made, words, DESTROY, keys)).code]).toEqual([keys, 8]);
    }
    expect(await made.runHelix('state', 'list')).toContain('cluster.a');
    expect((await answer(made, words, DESTROY, 'papertrail\r')).code).toBe(0);
    expect(await made.runHelix('state', 'list')).toContain('Nothing is recorded.');
  });
});

describe('the question for a key', () => {
  it('does not show what is typed, and takes Ctrl-D for no', async () => {
    const made = projectOf();
    const question = 'Helix Cloud API key: ';
    const { code, after } = await answer(made, ['login'], question, 'hx-secret\r');
    expect([code, after]).toEqual([0, expect.not.stringContaining('hx-secret')]);
    expect((await answer(made, ['login'], question, '\u0004')).code).toBe(8);
  });
});

describe('status --watch', () => {
  it('draws over what it drew before, and lets Ctrl-C end it well', async () => {
    const run = new InTerminal(projectOf(), ['status', '--watch', '--every', '1s']);
    await run.waitForText('not created');
    const first = run.shown.length;
    while (!run.shown.slice(first).includes('not created')) await run.waitForMore();
    run.press('\u0003');
    expect(await run.end()).toBe(0);
    expect(run.shown.match(/\u001b\[2J\u001b\[H/g)?.length).toBeGreaterThanOrEqual(2);
  });
});
