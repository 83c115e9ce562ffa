import { COMMANDS } from '../../../src/cli/commands';
import { helpPageOf } from '../../../src/cli/help-page';
import { TestCloud, TestProject } from '../../helix';

const TOML = `[project]
name = "papertrail"

[preview]
from = ["staging"]

[cloud.staging.helix]
cluster_id = "profile-staging"
ttl = "2d"
`;

/** Every command that asks Helix Cloud, with the words that make it ask. */
const ASKING = [
  'apply --auto-approve',
  'plan --refresh',
  'push staging --auto-approve',
  'destroy --auto-approve',
  'delete staging --auto-approve',
  'status',
  'cloud status',
  'logs staging',
  'start staging',
  'stop staging',
  'restart staging',
  'renew staging',
  'import cluster.more profile-more',
  'keys list',
  'keys create more --scope read',
  'keys rotate',
  'keys revoke 1 --yes',
  'auth create-key staging',
  'auth status --check',
  'preview up --pr 3 --no-forge',
  'preview down --pr 4 --no-forge',
  'cloud claim dev --yes',
];

/** Commands that read it only for what they do to other kinds of instances, or that ask nobody. */
const QUIET = [
  'add',
  'build',
  'check',
  'cloud deploy',
  'cloud estimate',
  'cloud regions',
  'cloud terminate',
  'compose',
  'deploy',
  'estimate',
  'graph',
  'init',
  'login',
  'logout',
  'output',
  'preview list',
  // It asks once something is to go.
  'preview sweep',
  'state history',
  'state list',
  'state migrate',
  'state mv',
  'state pull',
  'state push',
  'state restore',
  'state rm',
  'state show',
  'state verify',
  'terminate',
  'unlock',
  'workspace delete',
  'workspace list',
];

let cloud: TestCloud;
let made: TestProject;
let recorded: string;
beforeAll(async () => {
  cloud = await TestCloud.start('--api-key', 'k');
  made = new TestProject({ 'helix.toml': TOML }, { HELIX_CLOUD_URL: cloud.url });
  await made.run(['login', '--key-stdin'], { input: 'k\n' });
  await made.runHelix('apply', '--auto-approve');
  await made.runHelix('preview', 'up', '--pr', '4', '--no-forge');
  made.write('Dockerfile', 'FROM scratch\n');
  await made.runHelix('add', 'dev', '--anonymous');
  made.write('helix.toml', `${made.read('helix.toml')}\n[cloud.more.helix]\ncluster_id = "profile-more"\n`);
  recorded = await made.runHelix('state', 'pull');
});
afterAll(async () => {
  await cloud.stop();
  made.remove();
});

test.each(ASKING)('`helix %s` uses the profile that HELIX_PROFILE names, and no other key', async (line) => {
  const run = await made.run(line.split(' '), { env: { HELIX_PROFILE: 'absent' } });
  expect([line, run.code, `${run.stderr}${run.stdout}`]).toEqual([
    line,
    3,
    expect.stringContaining('HELIX_PROFILE names the profile absent'),
  ]);
  expect(await made.runHelix('state', 'pull')).toBe(recorded);
});

test('every command whose help names HELIX_PROFILE is among those that ask, or among those that do not', () => {
  const readers = COMMANDS.map((command) => helpPageOf(command))
    .filter(({ variables }) => variables.some(({ name }) => name === 'HELIX_PROFILE'))
    .map(({ title }) => title.replace(/^helix /, ''));
  const asking = readers.filter((title) => ASKING.some((line) => `${line} `.startsWith(`${title} `)));
  expect([...asking, ...QUIET].toSorted()).toEqual(readers.toSorted());
});
