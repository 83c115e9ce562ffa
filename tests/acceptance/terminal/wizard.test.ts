import { TestProject } from '../../helix';
import { InTerminal } from './in-terminal';
import type { TerminalOptions } from './in-terminal';
import { Screen } from './screen';

const TOML = '# Ours.\n[project]\nname = "shop" # for now\n';
const WORDS = ['cloud', 'deploy', '--image', 'nginx:1.27'];
const QUESTIONS = {
  target: 'Select deployment target',
  region: 'Select region',
  cpu: 'CPU cores',
  memory: 'Memory (GB)',
  gpu: 'GPU count (0 for none)',
  spot: 'Use spot instances? (saves 67 %, may be taken away)',
  ttl: 'Auto-terminate after',
};
const PROCEED = 'Proceed with deployment? (Y/n) ';
const LAST_LINE = 'The same without questions: helix cloud deploy remote --provider aws --region us-east-1 ';
const SHOW_CURSOR = '\u001b[?25h';

/** Credentials that no cloud has: nothing is asked of one before the last question. */
const SIGNED_IN = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

let made: TestProject;
beforeEach(() => (made = new TestProject({ 'helix.toml': TOML })));
afterEach(() => made.remove());

function begin(options: TerminalOptions = {}, words: readonly string[] = WORDS): InTerminal {
  return new InTerminal(made, words, { ...options, env: { ...SIGNED_IN, ...options.env } });
}

/** Answers by Enter until a question is there. */
async function enterUntil(run: InTerminal, question: string): Promise<void> {
  for (const text of Object.values(QUESTIONS)) {
    await run.waitForNext(text);
    if (text === question) return;
    run.press('\r');
  }
}

async function answerAll(run: InTerminal): Promise<void> {
  await enterUntil(run, QUESTIONS.ttl);
  run.press('\r');
  await run.waitForNext(PROCEED);
}

function expectNothingWritten(): void {
  expect(made.read('helix.toml')).toBe(TOML);
}

describe('the questions of a deploy in a terminal', () => {
  it.each([60, 120])(
    'are answered by Enter alone on %d columns, and a no leaves the file',
    async (columns) => {
      const run = begin({ columns, rows: 40 });
      await answerAll(run);
      run.press('n\r');
      expect(await run.end()).toBe(8);
      expectNothingWritten();
      const screen = new Screen(columns, 40).show(run.shown);
      // Drawn again and again, each question is seen once, with its answer below.
      for (const [question, answer] of [
        [QUESTIONS.target, 'AWS EC2'],
        [QUESTIONS.region, 'us-east-1  ($0.17/h)'],
        [QUESTIONS.cpu, '4'],
        [QUESTIONS.memory, '16'],
        [QUESTIONS.gpu, '0'],
        [QUESTIONS.spot, 'Yes'],
        [QUESTIONS.ttl, '24h'],
      ] as const) {
        const rows = screen.lines.flatMap((line, row) => (line.includes(question) ? [row] : []));
        expect([question, rows.length, screen.lines[(rows[0] ?? 0) + 1]?.slice(3)]).toEqual([
          question,
          1,
          answer,
        ]);
      }
      expect(screen.lines.join('\n')).toContain('  Machine: t3a.xlarge (4 vCPU, 16 GiB, 100 GB)');
      expect(run.shown).toContain(LAST_LINE);
      expect(screen.cursorHidden).toBe(false);
    },
  );

  it.each(Object.entries(QUESTIONS))(
    'end with 8 and an untouched file at a cancel: %s',
    async (key, question) => {
      const run = begin();
      await enterUntil(run, question);
      const at = Object.keys(QUESTIONS).indexOf(key);
      run.press(['\u0003', '\u001b', '\u0004'][at % 3]!);
      expect(await run.end()).toBe(8);
      expect(run.shown).toContain('Deployment cancelled.');
      expect(run.shown.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(run.shown.lastIndexOf('\u001b[?25l'));
      expectNothingWritten();
    },
  );

  it('refuse an invalid answer in place', async () => {
    const run = begin();
    await enterUntil(run, QUESTIONS.target);
    // The next one has no credentials: the cursor passes it by.
    run.press('\u001b[B');
    await run.waitForNext('Cheapest of these');
    run.press('\u001b[A\r');
    await run.waitForNext(QUESTIONS.region);
    run.press('\r');
    for (const [question, invalid, message, answer] of [
      [QUESTIONS.cpu, 'x', 'Type a number from 0.1 to 1024', '8'],
      [QUESTIONS.memory, '99999', 'Type a number from 0.5 to 32768', '32'],
      [QUESTIONS.gpu, '9', 'Type a whole number from 0 to 8', '0'],
    ] as const) {
      await run.waitForNext(question);
      run.press(`${invalid}\r`);
      await run.waitForNext(message);
      run.press(`\u0015${answer}\r`);
    }
    await run.waitForNext('Use spot instances?');
    run.press('n');
    await run.waitForNext(QUESTIONS.ttl);
    run.press('5m\r');
    await run.waitForNext('5m');
    await run.waitForNext('minutes');
    run.press('\u00152d\r');
    await run.waitForNext(PROCEED);
    run.press('\u0003');
    expect(await run.end()).toBe(8);
    expect(run.shown).toContain('--provider aws --region us-east-1 --cpu 8 --memory 32 --storage 100 ');
    expect(run.shown).toContain(' --ttl 2d');
    expectNothingWritten();
  });

  it('fit a small window that is resized, and filter a long list by what is typed', async () => {
    const run = begin({ columns: 60, rows: 10, later: { columns: 100, rows: 12 } });
    await enterUntil(run, QUESTIONS.region);
    await run.waitForNext('to search');
    run.resize();
    await run.waitForNext('to search');
    run.press('eu-w');
    await run.waitForNext('3 matches');
    run.press('\r');
    await run.waitForNext(QUESTIONS.cpu);
    const screen = new Screen(100, 12).show(run.shown);
    run.press('\u0003');
    expect(await run.end()).toBe(8);
    const answer = screen.lines.filter((line) => line.includes('eu-west-'));
    expect(answer).toEqual(['│  eu-west-1  ($0.18/h)']);
  });

  it.each<[string, Record<string, string>]>([
    ['TERM=dumb', { TERM: 'dumb' }],
    ['LC_ALL=C', { LC_ALL: 'C' }],
  ])('are plain lines with %s', async (_, env) => {
    const run = begin({ env });
    await run.waitForNext('Select deployment target:');
    for (const question of ['Number [1]: ', 'Select region:', 'Number [13]: ', 'CPU cores [4]: ']) {
      await run.waitForNext(question);
      if (!question.endsWith('t:') && !question.endsWith('n:')) run.press('\r');
    }
    await run.waitForNext('Memory (GB) [16]: ');
    run.press('much\r');
    await run.waitForNext('Type a number from 0.5 to 32768, not "much".');
    run.press('\r');
    for (const question of ['GPU count (0 for none) [0]: ', '(y/n) [y]: ', 'Auto-terminate after [24h]: ']) {
      await run.waitForNext(question);
      run.press('\r');
    }
    await run.waitForNext(PROCEED);
    run.press('n\r');
    expect(await run.end()).toBe(8);
    expect(run.shown).toMatch(/^[\x00-\x7f]*$/);
    if ('TERM' in env) expect(run.shown).not.toContain('\u001b');
    expectNothingWritten();
  });

  it('leave the terminal as it was after SIGTERM, with its lines and its cursor', async () => {
    const deploy = '"$NODE" "$PROGRAM" cloud deploy --image nginx:1.27 </dev/tty';
    const run = begin({
      script: `${deploy} & trap "kill $!" TERM; wait; wait $!; echo "code $?"; stty -a </dev/tty`,
    });
    await run.waitForNext(QUESTIONS.target);
    run.terminate();
    expect(await run.end()).toBe(0);
    expect(run.shown).toMatch(/code 8\r\n[^]* icanon [^]* echo /);
    expect(run.shown.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(run.shown.lastIndexOf('\u001b[?25l'));
    expectNothingWritten();
  });
});

describe('nobody is asked', () => {
  it.each([{ CI: '1' }, { CI: 'TRUE' }])('in a run of a CI: %j', async (env) => {
    const run = begin({ env }, [...WORDS, '--interactive']);
    expect(await run.end()).toBe(64);
    expect(run.shown).toContain('there is no terminal to ask on: give --provider or --auto-select');
  });

  it('where standard output goes elsewhere, but with --json', async () => {
    const helix = '"$NODE" "$PROGRAM"';
    const run = begin({
      script: `${helix} cloud deploy --interactive | cat; ${helix} cloud deploy --json | cat`,
    });
    await run.waitForNext('there is no terminal to ask on');
    await run.waitForNext(QUESTIONS.target);
    run.press('\u0003');
    await run.end();
    expectNothingWritten();
  });

  it('by a command that gets the answers of `yes` in place of a terminal', async () => {
    const run = begin({ script: `yes | "$NODE" "$PROGRAM" ${WORDS.join(' ')} --provider aws` });
    expect(await run.end()).toBe(64);
    expect(run.shown).toContain('no terminal to ask for approval; nothing was changed');
    expectNothingWritten();
  });

  it('except where CI is false', async () => {
    const run = begin({ env: { CI: 'false' } });
    await run.waitForNext(QUESTIONS.target);
    run.press('\u001b');
    expect(await run.end()).toBe(8);
  });
});

describe('the questions of add', () => {
  it('begin with the kind, and end with a table', async () => {
    const run = begin({}, ['add']);
    await run.waitForNext('What is to be added?');
    run.press('\r');
    await run.waitForNext('Name');
    run.press('no/name\r');
    await run.waitForNext('cannot be the name of an instance');
    run.press('\u0015test\r');
    expect(await run.end()).toBe(0);
    expect(made.read('helix.toml')).toBe(`${TOML}\n[local.test]\nport = 6969\nbuild_mode = "dev"\n`);
  });

  it.each(['What is to be added?', 'Name'])('write nothing when "%s" is cancelled', async (question) => {
    const run = begin({ columns: 60 }, ['add']);
    await run.waitForNext('What is to be added?');
    if (question === 'Name') {
      run.press('\r');
      await run.waitForNext('Name');
    }
    run.press('\u0003');
    expect(await run.end()).toBe(8);
    expectNothingWritten();
  });
});
