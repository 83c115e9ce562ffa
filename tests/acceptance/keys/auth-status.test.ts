import { TestCloud, TestProject } from '../../helix';

const TOML = `[project]
name = "papertrail"

[cloud.staging.helix]
cluster_id = "auth-status"

[cloud.web.ghcr]
repository_name = "acme/shop"
`;

interface Row {
  readonly service: string;
  readonly who: string | null;
  readonly scope: string | null;
  readonly from: string | null;
  readonly state: string;
  readonly reason: string | null;
}

let cloud: TestCloud;
let made: TestProject;
beforeAll(async () => (cloud = await TestCloud.start('--api-key', 'k')));
afterAll(() => cloud.stop());
beforeEach(() => (made = new TestProject({ 'helix.toml': TOML }, { HELIX_CLOUD_URL: cloud.url })));
afterEach(() => made.remove());

async function readRows(words: readonly string[], env: Readonly<Record<string, string>>) {
  const run = await made.run(['auth', 'status', '--json', ...words], { env });
  const rows = JSON.parse(run.stdout) as readonly Row[];
  return { code: run.code, rows, text: run.stdout + run.stderr };
}

it('says what is missing without asking anybody, and ends with 3 when the project needs it', async () => {
  const asked = await cloud.readCalls();
  const { code, rows } = await readRows([], {});
  expect(code).toBe(3);
  expect(rows.map(({ service, state }) => [service, state])).toEqual([
    [`Helix Cloud ${cloud.url}`, 'missing'],
    ['registry ghcr.io', 'missing'],
  ]);
  expect(rows[0]?.reason).toContain('helix login');
  expect(await cloud.readCalls()).toEqual(asked);
});

it('asks with --check whose key it is and what it may, and shows no secret', async () => {
  const key = await cloud.createKey('checked', 'read');
  const env = {
    HELIX_API_KEY: key,
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'ada',
    GITHUB_TOKEN: 'ghs_secret',
    XDG_CONFIG_HOME: made.directory,
    AWS_ACCESS_KEY_ID: 'AKIASECRET',
  };
  made.write('helix/cloud.toml', '[providers.aws]\n[providers.prod]\nprovider_type = "vultr"\n');
  const { code, rows, text } = await readRows(['--check'], env);
  expect(code).toBe(0);
  expect(rows.map(({ service, from, state }) => [service, from, state])).toEqual([
    [`Helix Cloud ${cloud.url}`, 'HELIX_API_KEY', 'ok'],
    ['aws (aws)', 'environment', 'not checked'],
    ['prod (vultr)', null, 'missing'],
    ['registry ghcr.io', 'GITHUB_ACTOR and GITHUB_TOKEN', 'not checked'],
    ['GitHub', 'GITHUB_TOKEN', 'not checked'],
  ]);
  expect(rows[0]).toMatchObject({ who: 'Emulator (checked)', scope: 'read' });
  expect([key, 'ghs_secret', 'AKIASECRET'].filter((secret) => text.includes(secret))).toEqual([]);
});

it('names the source of a key that is refused, and ends with 3', async () => {
  const { code, rows } = await readRows(['--check'], { HELIX_API_KEY: 'hx_wrong' });
  expect([code, rows[0]?.state]).toEqual([3, 'refused']);
  expect(rows[0]?.reason).toContain('HELIX_API_KEY');
  const broken = await readRows([], { HELIX_API_KEY: 'hx\nwrong' });
  expect([broken.code, broken.rows[0]?.state]).toEqual([3, 'refused']);
});

it('shows a table to people', async () => {
  const run = await made.run(['auth', 'status'], { env: { HELIX_API_KEY: 'k' } });
  expect([run.code, run.stdout.split('\n')[0]]).toEqual([
    0,
    expect.stringMatching(/^SERVICE +WHO +SCOPE +FROM +VALID UNTIL +STATE$/),
  ]);
});
