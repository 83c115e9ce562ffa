import { Cli } from 'clipanion';
import { COMMANDS } from '../../../src/cli/commands';
import { printable } from '../../../src/values/printable';
import { VARIABLES } from '../../../src/values/variables';
import { TestCloud, TestProject } from '../../helix';
import type { Run } from '../../helix';
import { weakness } from '../../in-process/attack';
import { MemoryWorld } from '../../in-process/memory-world';
import { HOSTILE_TEXTS } from './hostile-values';

const TOML = '[project]\nname = "shop"\n\n[cloud.staging.helix]\ncluster_id = "shop-staging"\nttl = "7d"\n';
/** Words that a command needs beside an option, so that the option is reached. */
const BESIDE: Readonly<Record<string, (option: string) => readonly string[]>> = {
  init: (option) => (CLUSTER.includes(option) ? ['--cloud', '-C', 'new'] : ['-C', 'new']),
  add: (option) => [
    ...(CLUSTER.includes(option) ? ['--cloud'] : option === '--registry' ? [] : ['--provider=aws']),
    'more',
  ],
  deploy: (option) => (option === '--events' ? [] : ['--remote', '--provider=aws']),
  'cloud deploy': () => ['--provider=aws'],
  'cloud configure': (option) => (ALONE.includes(option) ? [] : ['--provider=aws', '--no-check']),
  terminate: terminated,
  'cloud terminate': terminated,
  login: () => ['--key-stdin'],
  destroy: (option) => (option === '--events' ? ['--auto-approve'] : []),
  delete: (option) => ['staging', ...(option === '--events' ? ['--auto-approve'] : [])],
  plan: (option) => (SIGNED.includes(option) ? ['--out=x.plan'] : []),
  apply: (option) => (option === '--verify-key' ? ['x.plan'] : []),
  'preview up': () => ['--pr=3', '--no-forge'],
  'preview down': () => ['--pr=3', '--no-forge'],
  'preview sweep': () => ['--no-forge'],
  'preview list': () => ['--no-forge'],
  'state migrate': (option) => [POSTGRES.includes(option) ? '--to=postgres' : '--to=s3'],
};
const CLUSTER = ['--cloud-region', '--size', '--build-mode'];
const SIGNED = ['--sign', '--sign-for'];
const POSTGRES = ['--url', '--schema'];
const ALONE = ['--list', '--remove'];
const IDS = ['--deployment-id', '--blueprint-id'];
/** The words that `terminate` needs beside an option. */
function terminated(option: string): readonly string[] {
  if (IDS.includes(option)) return [];
  return ['staging', ...(option === '--events' ? ['--auto-approve'] : [])];
}

/** Words before the positional ones. */
const BEFORE: Readonly<Record<string, readonly string[]>> = {
  add: ['--cloud'],
  'cloud deploy': ['--provider=aws'],
};

/** Errors of the world in memory about services that it lacks: the command came that far. */
const BEYOND =
  /no test (serves from here|has keys here|writes keys here|asks the clouds for prices)|the API key is empty/;

/** Options that many commands have in common: one of them is tried. */
const COMMON = ['--directory', '--workspace', '--environment', '--lock-timeout'];

interface Line {
  /** The hostile argument: `plan --at`, or `logs <name>`. */
  readonly about: string;
  readonly words: (value: string) => readonly string[];
}

const LINES = Cli.from([...COMMANDS])
  .definitions()
  .flatMap(({ path, usage, options }): Line[] => {
    const command = path.split(' ').slice(1);
    const title = command.join(' ');
    const names = [...usage.matchAll(/[<[](\w+)[\]>]/g)].map(([, name = '']) => name);
    const required = [...usage.matchAll(/<(\w+)>/g)].map(([, name = '']) => example(name));
    const positional = names.map((name, index) => ({
      about: `${title} <${name}>`,
      words: (value: string) => {
        const given = names.map((other, at) => {
          if (at === index) return value;
          return title === 'init' && other === 'kind' ? 'ecr' : example(other);
        });
        return [...command, ...(BEFORE[title] ?? []), '--', ...given];
      },
    }));
    const valued = options.filter(({ definition }) => definition.includes('#0'));
    const flags = valued.flatMap(({ definition }) => {
      const [name = ''] = definition.split(/[ ,]/).filter((word) => word.startsWith('--'));
      if (COMMON.includes(name) && title !== 'destroy') return [];
      const beside = (BESIDE[title]?.(name) ?? required).filter((word) => !word.startsWith(`${name}=`));
      const words = (value: string) => [...command, `${name}=${value}`, ...beside];
      return [{ about: `${title} ${name}`, words }];
    });
    return [...positional, ...flags];
  });

function example(name: string): string {
  return { address: 'cluster.staging', file: 'x.plan', type: 'm6i.large' }[name] ?? 'staging';
}

/** Returns the fault of the answer to a hostile argument; null for a clean one that names it. */
function fault(run: Run, about: string, value: string): string | null {
  if (BEYOND.test(run.stderr)) return null;
  const weak = weakness(run, 0);
  if (weak !== null) return weak;
  const [word = ''] = about.split(' ').slice(-1);
  const names = [
    word.replace(/^-+/, ''),
    printable(value).slice(0, 20),
    value.slice(0, 20).replaceAll('\r', '\\r'),
  ];
  const isNamed = names.some((name) => run.stderr.includes(name));
  return run.code === 64 && !isNamed ? `64 that names neither ${word} nor its value:\n${run.stderr}` : null;
}

/** The same run without the codes of colors, of which there must be some. */
function withoutColors(run: Run): Run {
  const [stdout, stderr] = [run.stdout, run.stderr].map((text) => text.replaceAll(/\u001b\[[\d;]*m/g, ''));
  expect([stdout, stderr]).not.toEqual([run.stdout, run.stderr]);
  return { ...run, stdout: stdout!, stderr: stderr! };
}

describe('a hostile argument is named, or does no harm', () => {
  it('covers every command', () => {
    expect(LINES.length).toBeGreaterThan(COMMANDS.length);
  });

  it.each(LINES.map(({ about, words }) => [about, words] as const))('%s', async (about, words) => {
    const world = new MemoryWorld({
      files: { 'helix.toml': TOML, 'db/schema.hx': 'N::A {}\n', 'new/x': '' },
    });
    await world.run('apply', '--auto-approve');
    const faults: string[] = [];
    for (const value of HOSTILE_TEXTS) {
      const found = fault(await world.run(...words(value)), about, value);
      if (found !== null) faults.push(`${JSON.stringify(value.slice(0, 60))}: ${found}`);
    }
    expect(faults.slice(0, 3)).toEqual([]);
  });
});

describe('a hostile variable is named, or does no harm', () => {
  let cloud: TestCloud;
  let made: TestProject;
  let toml: string;
  beforeAll(async () => (cloud = await TestCloud.start()));
  afterAll(() => cloud.stop());
  beforeEach(() => {
    toml = `${TOML}\n[helix_cloud]\nendpoint = "${cloud.url}"\n`;
    made = new TestProject({ 'helix.toml': toml }, { HELIX_API_KEY: 'k' });
  });
  afterEach(() => made.remove());

  it.each([...VARIABLES, 'HELIX_PRICES_URL_AWS'])('%s', async (name) => {
    const env = { [name]: 'a\nb\u001b[31m' };
    const runs = [
      await made.run(['cloud', 'regions', '--update'], { env }),
      await made.run(['add', 'm', '--provider', 'aws', '--cpu', '2'], { env }),
    ];
    for (const run of runs) {
      // Every value of FORCE_COLOR but 0 asks for colors.
      const shown = name === 'FORCE_COLOR' ? withoutColors(run) : run;
      expect(weakness(shown, 0)).toBeNull();
      if (run.code !== 0) expect(run.stderr).toContain(name);
    }
  });

  it('also where all of them are blank', async () => {
    const env = Object.fromEntries(VARIABLES.filter((name) => name !== 'PATH').map((name) => [name, ' ']));
    const run = await made.run(['cloud', 'regions', '--update'], { env });
    expect([run.code, weakness(run, 0)]).toEqual([0, null]);
  });
});
