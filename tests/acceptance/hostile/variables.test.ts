import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { SystemClock } from '../../../src/adapters/host/clock';
import { thisHost } from '../../../src/adapters/host/this-host';
import { realPorts } from '../../../src/adapters/real-ports';
import { runCli } from '../../../src/cli/cli';
import { exitCodeOf } from '../../../src/errors';
import { renderError } from '../../../src/render/problems/render-error';
import { VARIABLES } from '../../../src/values/variables';
import { drawnOf } from '../../crash/pool';
import type { Run } from '../../helix';
import { weakness } from '../../in-process/attack';
import { terminalOn } from '../../in-process/typed-answers';
import { HOSTILE_TEXTS } from './hostile-values';

const ROOT = join(__dirname, '../../..');
const STYLE = { color: false, width: 80, unicode: true, terminal: false };
/** Nothing listens there: a variable that lets a request through leads no further. */
const NOWHERE = 'http://127.0.0.1:9';
const DEAD = { HTTP_PROXY: NOWHERE, HTTPS_PROXY: NOWHERE };

const CLUSTER = '[project]\nname = "shop"\n\n[cloud.a.helix]\ncluster_id = "shop-a"\n';
const FLY = `${CLUSTER.split('\n[cloud')[0]}
[cloud.a.fly]
vm_size = "shared-cpu-1x"
image = "nginx:1.27"
volume = "v:/data"
volume_initial_size = 20
auth_type = "Cli"
`;
const LOCAL = `${CLUSTER.split('\n[cloud')[0]}\n[local.dev]\n`;

/** A command that reads variables of a family, with what it needs beside the one that is tried. */
interface Reader {
  readonly family: RegExp;
  readonly toml: string;
  readonly words: readonly string[];
  readonly beside: Readonly<Record<string, string>>;
}

const GITHUB = {
  GITHUB_ACTIONS: 'true',
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_TOKEN: 'token',
  GITHUB_API_URL: NOWHERE,
};
const GITLAB = { GITLAB_CI: 'true', CI_PROJECT_ID: '4', GITLAB_TOKEN: 'token', CI_API_V4_URL: NOWHERE };
const prices = (provider: string): Reader => ({
  family: new RegExp(`^${provider.slice(0, 6)}|^HELIX_PRICES_URL_${provider}`, 'i'),
  toml: CLUSTER,
  words: ['prices', 'update', '--provider', provider],
  beside: { DIGITALOCEAN_TOKEN: 'token', GOOGLE_API_KEY: 'key' },
});

const READERS: readonly Reader[] = [
  { family: /./, toml: CLUSTER, words: ['plan'], beside: {} },
  { family: /^HELIX|^XDG|^HOME/, toml: CLUSTER, words: ['auth', 'status'], beside: {} },
  {
    family: /^GITHUB|^GH_/,
    toml: CLUSTER,
    words: ['plan', '--comment', 'github', '--pr', '7'],
    beside: GITHUB,
  },
  {
    family: /^GITHUB|^GH_/,
    toml: `${CLUSTER}\n[preview]\nfrom = ["a"]\n`,
    words: ['preview', 'list'],
    beside: GITHUB,
  },
  {
    family: /^GITLAB|^CI_/,
    toml: CLUSTER,
    words: ['plan', '--comment', 'gitlab', '--pr', '7'],
    beside: GITLAB,
  },
  {
    family: /^FLY/,
    toml: FLY,
    words: ['apply', '--auto-approve'],
    beside: { FLY_API_TOKEN: 'token', FLY_API_HOSTNAME: NOWHERE },
  },
  { family: /^DOCKER|^BUILDX|^CONTAINER|^XDG|^HOME/, toml: LOCAL, words: ['status'], beside: {} },
  ...['aws', 'azure', 'digitalocean', 'google', 'vultr'].map(prices),
];

const NAMES = [
  ...VARIABLES.filter((name) => name !== 'HELIX_LOG'),
  ...READERS.flatMap(({ words }) =>
    words[0] === 'prices' ? [`HELIX_PRICES_URL_${words[3]?.toUpperCase()}`] : [],
  ),
];
/** No variable can hold a NUL. Some values are drawn, but for an emoji, which no header takes. */
const TEXTS = HOSTILE_TEXTS.filter((text) => !text.includes('\0'));
const ALWAYS = '\u{1f980} x';

/** Runs a command line in this process, with the ports of a real host that has these variables alone. */
async function run(environment: NodeJS.ProcessEnv, cwd: string, words: readonly string[]): Promise<Run> {
  const [stdout, stderr] = [collector(), collector()];
  const own = Object.create(process, { env: { value: environment } }) as NodeJS.Process;
  const host = {
    ...thisHost(own, {
      helixVersion: '1.2.3',
      pricesDirectory: join(ROOT, 'prices'),
      schemasDirectory: join(ROOT, 'schemas'),
    }),
    signals: { on: () => undefined, off: () => undefined },
  } as unknown as ReturnType<typeof thisHost>;
  const end = (error: unknown): number => {
    stderr.stream.write(renderError(error, STYLE));
    return exitCodeOf(error);
  };
  let code: number;
  try {
    code = await runCli([...words], {
      ports: realPorts(host, () => undefined),
      stdout: stdout.stream,
      stderr: stderr.stream,
      env: environment,
      cwd,
      colorDepth: 1,
      style: STYLE,
      errorStyle: STYLE,
      stdin: process.stdin,
      terminal: terminalOn(stderr.stream, null, STYLE),
      openEventFile: () => () => undefined,
      beVerbose: () => Promise.resolve(),
      answerFailed: new AbortController().signal,
      topics: { listNames: () => Promise.resolve([]), read: () => Promise.resolve(null) },
    }).catch(end);
  } catch (error) {
    code = end(error);
  }
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function collector() {
  const stream = new PassThrough();
  let said = '';
  stream.on('data', (piece: Buffer) => (said += piece.toString()));
  return { stream, text: () => said };
}

/** The address was taken, and nothing answers there. */
const NAMED = /Cannot reach https?:\/\/\S+: /;

/** The end of what a run said, without the times that it measured and the calls that came first. */
function told({ code, stderr }: Run): string {
  return `${code} ${stderr.replaceAll(/\d+(\.\d+)? m?s|[A-Z]+ \/\S+/g, '')}`;
}

describe('a hostile variable, given to each command that reads it, is named or does no harm', () => {
  let folder: string;
  const home = process.cwd();
  beforeAll(() => {
    // Some values are names of files.
    folder = mkdtempSync(join(tmpdir(), 'helix-variables-'));
    for (const name of ['home', 'work', 'work/here']) mkdirSync(join(folder, name));
    process.chdir(join(folder, 'work/here'));
  });
  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    // Pauses between attempts are cut short.
    const clock = new SystemClock();
    const sleep = clock.sleep.bind(clock);
    jest
      .spyOn(SystemClock.prototype, 'sleep')
      .mockImplementation((ms, signal) => sleep(Math.min(ms, 5), signal));
  });
  afterEach(() => jest.restoreAllMocks());

  it.each(NAMES)('%s', async (name) => {
    const faults: string[] = [];
    const cwd = process.cwd();
    for (const { family, toml, words, beside } of READERS.filter((reader) => reader.family.test(name))) {
      writeFileSync(join(cwd, 'helix.toml'), toml);
      const quiet = { HOME: join(folder, 'home'), PATH: '/nonexistent', ...DEAD, ...beside };
      const usual = told(await run(quiet, cwd, words));
      for (const value of [ALWAYS, ...drawnOf(TEXTS, 5)]) {
        const got = await run({ ...quiet, [name]: value }, cwd, words);
        // A part of a path is named by the path.
        const isNamed = [name, value].some((text) => text.trim() !== '' && got.stderr.includes(text));
        const isClean = got.code === 0 || NAMED.test(got.stderr) || isNamed || told(got) === usual;
        const fault = weakness(got, 0) ?? (isClean ? null : `does not name it: ${told(got).slice(0, 500)}`);
        if (fault !== null) faults.push(`${family.source} ${JSON.stringify(value.slice(0, 40))}: ${fault}`);
      }
    }
    expect(faults.slice(0, 3)).toEqual([]);
  });
});
