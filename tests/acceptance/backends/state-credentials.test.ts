import { S3StandIn } from '../../../src/testing/fake-s3';
import { TestCloud, TestProject } from '../../helix';
import type { Run } from '../../helix';
import { PostgresServer } from './postgres-server';

const TOML = '[project]\nname = "papertrail"\n\n[cloud.a.helix]\ncluster_id = "ID-a"\nsize = "small"\n';
const SECRET = 'hush-hush-1';
const PRINTS = `console.log(JSON.stringify({Version: 1, AccessKeyId: 'FROMCOMMAND', SecretAccessKey: '${SECRET}'}))`;
const KEYS = `aws_access_key_id = FROMFILE\naws_secret_access_key = ${SECRET}\n`;

let cloud: TestCloud;
let server: S3StandIn;
let postgres: PostgresServer;
let project: TestProject;
beforeAll(async () => {
  [cloud, server, postgres] = await Promise.all([
    TestCloud.start('--provision-ms', '0'),
    S3StandIn.start(),
    PostgresServer.start(),
  ]);
});
afterAll(() => Promise.all([cloud.stop(), server.stop(), postgres.stop()]));
afterEach(() => {
  project.remove();
  server.signers.clear();
});

/** A project whose state is shared; `[state]` ends with `state`. */
function made(state: string, cloudToml: string): TestProject {
  project = new TestProject({}, { HELIX_CLOUD_URL: cloud.url, HELIX_API_KEY: 'k' });
  project.write(
    'helix.toml',
    `${TOML.replace('ID-a', `ID-${Math.random().toString(36).slice(2)}`)}\n${state}`,
  );
  project.write('../home/.config/helix/cloud.toml', cloudToml);
  return project;
}
const onS3 = (more: string, cloudToml: string): TestProject => {
  const table = `[state]\nbackend = "s3"\nbucket = "${server.bucket}"\nendpoint_url = "${server.url}"\n${more}`;
  return made(table, cloudToml);
};
async function expectRefusal(
  words: readonly string[],
  code: number,
  env: Record<string, string> = {},
): Promise<Run> {
  const run = await project.run(words, { env });
  expect([run.code, run.stderr]).toEqual([code, expect.not.stringContaining(SECRET)]);
  expect(run.stderr).not.toContain('    at ');
  return run;
}
const command = (cmd: readonly string[]): string => `type = "command"\ncmd = ${JSON.stringify(cmd)}\n`;

describe('a state in S3', () => {
  it.each([
    ['command', command([process.execPath, '-e', PRINTS]), 'FROMCOMMAND'],
    ['file', 'type = "file"\npath = "~/keys"\nprofile = "work"\n', 'FROMFILE'],
    ['environment', 'type = "environment"\nprefix = "PROD_"\n', 'FROMPREFIX'],
  ])(
    'is reached by the account aws of cloud.toml: its %s, whatever else the environment holds',
    async (_, how, key) => {
      onS3('', `[providers.aws.credentials]\n${how}`);
      project.write('../home/keys', `[work]\n${KEYS}[play]\n`);
      const env = {
        PROD_AWS_ACCESS_KEY_ID: 'FROMPREFIX',
        PROD_AWS_SECRET_ACCESS_KEY: SECRET,
        AWS_ACCESS_KEY_ID: 'OTHER',
        AWS_SECRET_ACCESS_KEY: 'other',
      };
      const run = await project.run(['apply', '--auto-approve'], { env });
      expect([run.code, `${run.stdout}${run.stderr}`]).toEqual([0, expect.not.stringContaining(SECRET)]);
      expect([...server.signers]).toEqual([key]);
    },
  );

  it('is reached by the account that `provider` names, and by the environment where cloud.toml says nothing', async () => {
    const two = `[providers.aws.credentials]\n${command(['false'])}[providers.ops]\nprovider_type = "aws"\n[providers.ops.credentials]\ntype = "file"\npath = "~/keys"\n`;
    onS3('provider = "ops"', two);
    project.write('../home/keys', KEYS);
    await project.runHelix('plan');
    project.write('../home/.config/helix/cloud.toml', '[providers.aws]\ndefault_region = "us-east-1"\n');
    const env = { AWS_ACCESS_KEY_ID: 'FROMENV', AWS_SECRET_ACCESS_KEY: SECRET };
    expect(await project.run(['plan'], { env })).toMatchObject({ code: 0 });
    expect([...server.signers]).toEqual(['FROMFILE', 'FROMENV']);
  });

  it.each([
    [
      'a command that fails',
      command([process.execPath, '-e', `console.error('${SECRET}'); process.exit(3)`]),
      /failed: it ended with exit code 3/,
    ],
    [
      'a command that says something else',
      command([process.execPath, '-e', `console.log('${SECRET}')`]),
      /is neither NAME=value lines nor JSON/,
    ],
    ['a file that is missing', 'type = "file"\npath = "~/none"\n', /which does not exist/],
    ['a file with something else', 'type = "file"\npath = "~/keys"\n', /have no AWS key for the state/],
    [
      'variables that are not set',
      'type = "environment"\nprefix = "PROD_"\n',
      /no variable of aws begins with PROD_/,
    ],
  ])('is not reached with %s: exit 3, and nothing secret is shown', async (_, how, says) => {
    onS3('', `[providers.aws.credentials]\n${how}`);
    project.write('../home/keys', `token=${SECRET}\n`);
    expect((await expectRefusal(['plan'], 3)).stderr).toMatch(says);
    expect(server.signers.size).toBe(0);
  });

  it('says what is wrong with cloud.toml', async () => {
    onS3('', '[providers.aws.credentials]\ntype = "file"\nprofle = "a"\npath = "x"\n');
    expect((await expectRefusal(['plan'], 1)).stderr).toMatch(
      /cloud\.toml has errors[^]*profle|profle[^]*cloud\.toml/,
    );
  });
});

describe('a state in PostgreSQL', () => {
  it('is reached by the URL that an account of cloud.toml knows, where the environment does not', async () => {
    made('[state]\nbackend = "postgres"\nurl = "env:STATE_URL"\nprovider = "aws"\n', '');
    project.write(
      '../home/.config/helix/cloud.toml',
      '[providers.aws.credentials]\ntype = "file"\npath = "~/keys"\n',
    );
    project.write('../home/keys', `STATE_URL=${postgres.url}\n`);
    await project.runHelix('apply', '--auto-approve');
    expect(await project.runHelix('state', 'list')).toContain('cluster.a');
    project.write('../home/keys', `OTHER=${SECRET}\n`);
    expect((await expectRefusal(['plan'], 3)).stderr).toContain(
      'STATE_URL, the URL of the database that holds the state, is not set',
    );
  });
});

describe('a state on this machine', () => {
  it('needs no cloud.toml, right or wrong', async () => {
    made('', 'this is not TOML');
    await project.runHelix('plan');
  });
});
