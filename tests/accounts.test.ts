import { MemoryWorld } from './in-process/memory-world';

const CLOUD_TOML = `# mine
[providers.prod]
provider_type = "AWS" # the old account
credentials = { type = "environment", prefix = "PROD_" }
regions = ["us-east-1", "eu-west-1"]
`;

function worldWith(cloudToml: string | null, signedIn: readonly string[] = ['aws']) {
  const world = new MemoryWorld({ files: {}, signedIn });
  if (cloudToml !== null) world.write('cloud.toml', cloudToml);
  return world;
}

describe('helix cloud configure', () => {
  it('asks the cloud, writes the account, and makes the first one the default', async () => {
    const world = worldWith(null);
    const { code, stdout } = await world.run('cloud', 'configure', '--provider', 'AWS');
    expect([code, stdout]).toEqual([
      0,
      'aws account 123456789012 answers in us-east-1.\nWrote [providers.aws] to cloud.toml.\naws is the default provider.\n',
    ]);
    expect(world.read('cloud.toml')).toBe(
      '[providers.aws]\ndefault_region = "us-east-1"\n\n[defaults]\nprovider = "aws"\n',
    );
  });

  it('edits an account in place, and keeps the comments', async () => {
    const world = worldWith(CLOUD_TOML);
    const words = ['--provider', 'aws', '--account', 'prod', '--region', 'eu-west-1'];
    expect((await world.run('cloud', 'configure', ...words)).code).toBe(0);
    expect(world.read('cloud.toml')).toBe(
      CLOUD_TOML.replace('"AWS"', '"aws"') + 'default_region = "eu-west-1"\n',
    );
  });

  it.each([
    ['a region that the cloud does not have', ['--region', 'us-east-9'], 'Did you mean `us-east-1`?'],
    ['a region that the account may not use', ['--region', 'us-west-2'], 'It has us-east-1, eu-west-1.'],
  ])('refuses %s with 1, and leaves the file', async (_, words, hint) => {
    const world = worldWith(CLOUD_TOML);
    const { code, stderr } = await world.run(
      'cloud',
      'configure',
      '--provider',
      'aws',
      '--account',
      'prod',
      ...words,
    );
    expect([code, stderr]).toEqual([1, expect.stringContaining(hint)]);
    expect(world.read('cloud.toml')).toBe(CLOUD_TOML);
  });

  it('ends with 3 for credentials that the cloud refuses, and leaves the file; --no-check asks nobody', async () => {
    const world = worldWith(CLOUD_TOML, []);
    const words = ['cloud', 'configure', '--provider', 'do', '--credentials-command', "pass 'do token'"];
    expect((await world.run(...words)).code).toBe(3);
    expect(world.read('cloud.toml')).toBe(CLOUD_TOML);
    expect((await world.run(...words, '--no-check')).code).toBe(0);
    expect(world.read('cloud.toml')).toBe(
      `${CLOUD_TOML}\n[providers.digitalocean]\ndefault_region = "nyc3"\ncredentials = { type = "command", cmd = ["pass", "do token"] }\n`,
    );
  });

  it.each([
    [
      'two places of credentials',
      ['--provider', 'aws', '--credentials-prefix', 'A_', '--credentials-file', 'f'],
    ],
    ['auto', ['--provider', 'auto']],
    ['an open quote', ['--provider', 'aws', '--credentials-command', "pass 'x"]],
    ['no provider where nobody can be asked', []],
    ['a name with a blank', ['--provider', 'aws', '--account', 'a b']],
  ])('refuses %s with 64', async (_, words) => {
    const world = worldWith(null);
    expect((await world.run('cloud', 'configure', ...words)).code).toBe(64);
    expect(world.read('cloud.toml')).toBeUndefined();
  });

  it('lists the accounts, and removes one with the default that names it', async () => {
    const world = worldWith(`default_provider = "prod"\n${CLOUD_TOML}`);
    const list = await world.run('cloud', 'configure', '--list');
    expect(list.stdout).toBe(
      'ACCOUNT  PROVIDER  REGION     CREDENTIALS         DEFAULT\nprod     aws       us-east-1  environment PROD_*  yes\n',
    );
    expect((await world.run('cloud', 'configure', '--remove', 'prod')).code).toBe(0);
    expect(world.read('cloud.toml')?.trim()).toBe('');
    expect((await world.run('cloud', 'configure', '--remove', 'prod')).code).toBe(1);
  });

  it('edits no file that has errors', async () => {
    const world = worldWith('[providers.aws\n');
    expect((await world.run('cloud', 'configure', '--provider', 'aws')).code).toBe(1);
    expect(world.read('cloud.toml')).toBe('[providers.aws\n');
  });
});

describe('helix cloud regions --provider', () => {
  it('lists the regions of a cloud with the price of a machine, offline', async () => {
    const { code, stdout } = await worldWith(null).run('cloud', 'regions', '--provider', 'gcp');
    const lines = stdout.trimEnd().split('\n');
    expect([code, lines[0]]).toEqual([
      0,
      'PROVIDER  REGION                   2 VCPU, 4 GIB  PER HOUR   PER MONTH',
    ]);
    expect(lines.filter((line) => line.endsWith('default region'))).toHaveLength(1);
    expect(lines.find((line) => line.includes('us-central1'))).toMatch(/e2-medium +\$0\.0\d+ +\$\d+\.\d\d/);
  });

  it('lists those of all clouds with --all', async () => {
    const { stdout } = await worldWith(null).run('cloud', 'regions', '--all', '--json');
    const rows = JSON.parse(stdout) as { readonly provider: string; readonly is_default: boolean }[];
    expect(rows.filter((row) => row.is_default).map((row) => row.provider)).toEqual([
      'aws',
      'google',
      'azure',
      'digitalocean',
      'vultr',
    ]);
  });
});
