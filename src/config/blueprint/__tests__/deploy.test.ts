import { readBlueprint } from '../blueprint';
import { readDeployTables } from '../deploy';
import { parseToml } from '../../text/document';
import type { Lifetime } from '../../helix-toml/lifetime';

const LIFETIME: Lifetime = { ttlSeconds: null, protect: false };

/** Reads `[deploy.N]` tables of a helix.toml, with or without a blueprint. */
function read(text: string, beside = '', environment: string | null = null, lifetime = LIFETIME) {
  const { document } = parseToml({ file: 'helix.toml', text });
  const { blueprint } = readBlueprint(
    { file: 'Blueprint.toml', text: `[blueprint]\n${beside}` },
    'blueprint',
    {
      environment,
    },
  );
  return readDeployTables(
    { document: document!, path: ['deploy'], tables: document!.data['deploy'] },
    beside === '' ? null : blueprint,
    { lifetime, environment, tags: {} },
  );
}

const one = (...args: Parameters<typeof read>) => {
  const { instances, problems } = read(...args);
  expect(problems).toEqual([]);
  return instances[0]!;
};

const BLUEPRINT = `
[blueprint.resources]
min_cpu = 2.0
min_memory_gb = 4
min_storage_gb = 30
recommended_cpu = 8
recommended_memory_gb = 32
allow_spot = true
[blueprint.environments.development]
min_cpu = 1
min_memory_gb = 2
ttl_hours = 24
[blueprint.environments.staging]
recommended_cpu = 4
allow_spot = false
public_ip = false
`;

describe('deployInstances', () => {
  it('fills in the values that a table does not set', () => {
    expect(one('[deploy.api]')).toEqual({
      kind: 'deploy',
      name: 'api',
      source: { file: 'helix.toml', line: 1, column: 1 },
      build: {
        dockerfile: null,
        context: null,
        target: null,
        buildArgs: [],
        platforms: ['linux/amd64'],
      },
      provider: 'auto',
      region: null,
      profile: 'min',
      cpu: 2,
      memoryGb: 4,
      storageGb: 20,
      gpuCount: 0,
      gpuType: null,
      arch: 'amd64',
      spot: false,
      publicIp: true,
      bandwidthTier: null,
      image: null,
      registryUrl: null,
      ports: [],
      sshCidrs: [],
      sshKey: null,
      subnetId: null,
      env: [],
      secrets: {},
      protect: false,
      ttlSeconds: null,
      expireItself: false,
      health: null,
      tags: {},
    });
  });

  it('reads the values of a table', () => {
    const text = `
[deploy.api]
provider = "azure"
region = "westeurope"
cpu = 4
memory_gb = 7.5
storage_gb = 64
gpu_count = 2
gpu_type = "nvidia-a100"
arch = "arm64"
spot = true
image = "ghcr.io/acme/api:1.4.2"
ports = [8080, 9944]
ssh_cidrs = ["203.0.113.7/32", "2001:db8::/32"]
ssh_key = "ssh-ed25519 AAAA ada"
subnet_id = "subnet-1"
public_ip = false
protect = true
ttl = "1d12h"
expire_itself = true
env = { LOG = "info", URL = "env:API_URL" }
secrets = { TOKEN = "env:TOKEN", DB = "https://acme.vault.azure.net/secrets/db" }
`;
    expect(one(text)).toMatchObject({
      provider: 'azure',
      region: 'westeurope',
      cpu: 4,
      memoryGb: 7.5,
      storageGb: 64,
      gpuCount: 2,

      gpuType: 'nvidia-a100',
      arch: 'arm64',
      spot: true,
      image: 'ghcr.io/acme/api:1.4.2',
      ports: [8080, 9944],

      sshCidrs: ['203.0.113.7/32', '2001:db8::/32'],
      sshKey: 'ssh-ed25519 AAAA ada',
      subnetId: 'subnet-1',
      publicIp: false,

      protect: true,
      ttlSeconds: 129_600,
      expireItself: true,
      secrets: { TOKEN: 'env:TOKEN', DB: 'https://acme.vault.azure.net/secrets/db' },
      env: [
        { name: 'LOG', type: 'literal', value: 'info', secret: false },
        { name: 'URL', type: 'reference', variable: 'API_URL' },
      ],
    });
  });

  const size = ({ profile, cpu, memoryGb, storageGb }: ReturnType<typeof one>) => [
    profile,
    cpu,
    memoryGb,
    storageGb,
  ];

  it('takes a value from the table, the environment, the profile, and last the default of the profile', () => {
    expect(size(one('[deploy.a]', BLUEPRINT))).toEqual(['recommended', 8, 32, 100]);
    expect(size(one('[deploy.a]\nprofile = "min"', BLUEPRINT))).toEqual(['min', 2, 4, 30]);
    expect(size(one('[deploy.a]\nenvironment = "staging"', BLUEPRINT))).toEqual(['recommended', 4, 32, 100]);
    expect(size(one('[deploy.a]\nenvironment = "staging"\ncpu = 3', BLUEPRINT))).toEqual([
      'recommended',
      3,
      32,
      100,
    ]);
    expect(size(one('[deploy.a]\nprofile = "recommended"', '[blueprint.resources]'))).toEqual([
      'recommended',
      4,
      16,
      100,
    ]);
  });

  it('takes the profile whose values the environment sets', () => {
    expect(size(one('[deploy.a]\nenvironment = "development"', BLUEPRINT))).toEqual(['min', 1, 2, 30]);
    expect(size(one('[deploy.a]', BLUEPRINT, 'development'))).toEqual(['min', 1, 2, 30]);
    expect(size(one('[deploy.a]\nenvironment = "staging"', BLUEPRINT, 'development'))).toEqual([
      'recommended',
      4,
      32,
      100,
    ]);
  });

  it('never uses a default below a written minimum', () => {
    const beside = '[blueprint.resources]\nmin_memory_gb = 24\nrecommended_cpu = 8';
    expect(size(one('[deploy.a]', beside))).toEqual(['recommended', 8, 24, 100]);
  });

  it('uses spot if the blueprint allows it and the cloud has it, unless the table decides otherwise', () => {
    expect(one('[deploy.a]\nprovider = "aws"', BLUEPRINT).spot).toBe(true);
    expect(one('[deploy.a]\nprovider = "aws"\nspot = false', BLUEPRINT).spot).toBe(false);
    expect(one('[deploy.a]\nprovider = "aws"\nenvironment = "staging"', BLUEPRINT).spot).toBe(false);
    expect(one('[deploy.a]\nprovider = "vultr"\nimage = "a"', BLUEPRINT).spot).toBe(false);
  });

  it('takes the TTL of the table, the environment, and last the defaults; 24 hours are 24h', () => {
    const defaults = { ttlSeconds: 60, protect: true };
    const of = (text: string, environment: string | null = null) =>
      one(`[deploy.a]\n${text}`, BLUEPRINT, environment, defaults).ttlSeconds;
    expect(of('ttl = "7d"', 'development')).toBe(604_800);
    expect(of('ttl_hours = 2', 'development')).toBe(7_200);
    expect(of('', 'development')).toBe(86_400);
    expect(of('', 'staging')).toBe(60);
    expect(one('[deploy.a]', BLUEPRINT, null, defaults).protect).toBe(true);
  });

  it('reads no GPU from gpu_count = 0, with any model', () => {
    const beside = '[blueprint.resources]\ngpu_count = 0\ngpu_type = "nvidia-a100"';
    expect(one('[deploy.a]', beside)).toMatchObject({ gpuCount: 0, gpuType: null });
    expect(one('[deploy.a]\ngpu_count = 1', beside)).toMatchObject({ gpuCount: 1, gpuType: 'nvidia-a100' });
  });

  it.each([
    ['aws', 'us-east-1'],
    ['google', 'us-central1'],
    ['azure', 'eastus'],
    ['digitalocean', 'nyc3'],
    ['vultr', 'ewr'],
  ])('runs in the default region of %s unless one is named', (provider, region) => {
    expect(one(`[deploy.a]\nprovider = "${provider}"\nimage = "a"\nssh_key = "ssh-rsa k"`).region).toBe(
      region,
    );
  });

  it.each([
    'api',
    'ghcr.io/acme/api',
    'localhost:5000/api:1',
    `acme/api@sha256:${'0'.repeat(64)}`,
    'a.b/c__d/e-f:v1.2_3',
  ])('accepts the image %s', (image) => {
    expect(one(`[deploy.a]\nimage = "${image}"`).image).toBe(image);
  });

  it('reads the registry of a built image as images name it', () => {
    expect(one('[deploy.a]\nregistry_url = "https://127.0.0.1:5000/"').registryUrl).toBe('127.0.0.1:5000');
  });

  it.each([
    ['provider = "asw"', 'not-allowed', 'Did you mean `aws`?'],
    ['provider = "aws"\nregion = "us-central1"', 'bad-region', 'It looks like a region of `google`.'],
    [
      'provider = "google"\nregion = "us-central1-a"',
      'bad-region',
      'That is a zone: write its region, `us-central1`.',
    ],
    ['image = "a"\nprovider = "vultr"\nregion = "EWR"', 'bad-region', 'Did you mean `ewr`?'],
    [
      'image = "a"\nprovider = "digitalocean"\nregion = "new york"',
      'bad-region',
      'Its regions are written like `nyc3`.',
    ],
    ['account = "prod"', 'bad-account', 'Name a `provider`, or remove the line.'],
    ['region = "us_east"', 'bad-region', 'Leave `region` out, and it is chosen as well.'],
    [
      'image = "a"\nprovider = "vultr"\nspot = true',
      'no-spot',
      'Remove the line, or choose another cloud: aws, google, azure.',
    ],
    ['image = "https://ghcr.io/acme/api"', 'bad-image', 'Did you mean `ghcr.io/acme/api`?'],
    ['image = "ghcr.io/Acme/Api:1"', 'bad-image', 'Did you mean `ghcr.io/acme/api:1`?'],
    ['image = "api:"', 'bad-image', 'Write `HOST/NAME:TAG`: `ghcr.io/acme/api:1.4.2`.'],
    ['image = "api@sha256:123"', 'bad-image', 'A sha256 digest has 64 hexadecimal digits; this one has 3.'],
    ['image = "api:1@md5:123"', 'bad-image', 'A digest is `sha256:` and 64 hexadecimal digits.'],
    [
      'image = "ghcr.io/acme/api:1"\nregistry_url = "127.0.0.1:5000"',
      'unused-registry',
      "Remove `registry_url`, or remove `image` so that the project's own image is built.",
    ],
    ['ports = [8080,\n 0]', 'out-of-range', 'TCP ports go from 1 to 65535.'],
    ['ports = [70000]', 'out-of-range', 'TCP ports go from 1 to 65535.'],
    ['ssh_cidrs = ["203.0.113.7"]', 'bad-cidr', 'Write `203.0.113.7/32` for this one address.'],
    ['ssh_cidrs = ["::1"]', 'bad-cidr', 'Write `::1/128` for this one address.'],
    ['ssh_cidrs = ["10.0.0.5/24"]', 'bad-cidr', 'Did you mean `10.0.0.0/24`?'],
    ['ssh_cidrs = ["192.168.255.255/1"]', 'bad-cidr', 'Did you mean `128.0.0.0/1`?'],
    ['ssh_cidrs = ["10.0.0.0/33"]', 'bad-cidr', 'The length must be between 0 and 32.'],
    ['ssh_cidrs = ["10.0.0.256/32"]', 'bad-cidr', 'Write an address and a length: `203.0.113.0/24`.'],
    ['ssh_cidrs = ["2001:DB8::1/64"]', 'bad-cidr', 'Did you mean `2001:db8::/64`?'],
    ['ssh_cidrs = ["office"]', 'bad-cidr', 'Write an address and a length: `203.0.113.0/24`.'],
    ['environment = "stagin"', 'unknown-environment', 'Did you mean `staging`?'],
    ['expire_itself = true', 'missing-key', 'Add `ttl = "7d"`, or another time.'],
    ['ttl = "7m"', 'bad-duration', 'Write `7min` for minutes, or months in days: `210d`.'],
    ['ttl = "7d"\nttl_hours = 1', 'two-lifetimes', 'Keep `ttl`; `ttl_hours = 1` is `ttl = "1h"`.'],
    ['protct = true', 'unknown-key', 'Did you mean `protect`?'],
    ['provider = "gogle"', 'not-allowed', 'Did you mean `google`?'],
    ['cpu = nan', 'wrong-type', undefined],
  ])('reports one problem, on its line, for %j', (line, code, hint) => {
    const { problems } = read(`[deploy.a]\n${line}`, BLUEPRINT);
    expect(problems.map((found) => [found.severity, found.code, found.hint])).toEqual([
      ['error', code, hint],
    ]);
    expect(problems[0]?.place).toMatchObject({ file: 'helix.toml', line: 1 + line.split('\n').length });
  });

  it.each([
    ['ports = [8080,\n 8080]', 'duplicate-port'],
    ['ports = [22]', 'open-ssh'],
    ['ssh_cidrs = ["0.0.0.0/0"]', 'open-ssh'],
    ['ssh_cidrs = ["::/0"]', 'open-ssh'],
    ['ssh_cidrs = ["2001:db8::/64", "2001:db8::/64"]', 'duplicate-cidr'],
    ['gpu_type = "nvidia-t4"', 'no-effect'],
    ['cpu = 1', 'below-min'],
    ['env = { API_TOKEN = "abc123def" }', 'literal-secret'],
  ])('warns of %j, and reads it', (line, code) => {
    const { instances, problems } = read(`[deploy.a]\n${line}`, BLUEPRINT);
    expect(problems).toMatchObject([
      { severity: 'warning', code, place: { line: 1 + line.split('\n').length } },
    ]);
    expect(instances).toHaveLength(1);
  });

  it.each([
    ['gcp', 'google'],
    ['do', 'digitalocean'],
    ['AWS', 'aws'],
    ['DigitalOcean', 'digitalocean'],
  ])('reads the provider %s as %s', (alias, provider) => {
    expect(read(`[deploy.a]\nprovider = "${alias}"\nimage = "a"`)).toMatchObject({
      problems: [],
      instances: [{ provider }],
    });
  });

  it('opens a port that is listed twice once', () => {
    expect(read('[deploy.a]\nports = [8080, 9000, 8080]').instances[0]?.ports).toEqual([8080, 9000]);
  });

  it.each([
    'secrets = { DB = "hunter2hunter2" }',
    'ssh_key = "-----BEGIN OPENSSH PRIVATE KEY----- hunter2hunter2"',
  ])('refuses a literal secret, and does not show it: %j', (line) => {
    const { problems } = read(`[deploy.a]\n${line}`);
    expect(problems).toMatchObject([{ severity: 'error', code: 'literal-secret', place: { line: 2 } }]);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it.each([
    ['aws', 'https://acme.vault.azure.net/secrets/db', 'azure'],
    ['aws', 'projects/acme/secrets/db', 'google'],
    ['google', 'ssm:/prod/db', 'aws'],
    ['vultr', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db', 'aws'],
  ])('refuses a secret of another cloud for a machine on %s: %s', (provider, reference, keeper) => {
    const text = `[deploy.a]\nprovider = "${provider}"\nsecrets = { DB = "${reference}" }\nimage = "a"`;
    const { problems } = read(text);
    expect(problems).toMatchObject([{ severity: 'error', code: 'foreign-secret', place: { line: 3 } }]);
    expect(problems[0]?.message).toContain(keeper);
    expect(read(text.replace(provider, 'auto')).problems).toEqual([]);
  });

  it('requires tables with valid names', () => {
    expect(read('deploy = "aws"').problems).toMatchObject([{ code: 'wrong-type', place: { line: 1 } }]);
    expect(read('[deploy]').problems).toEqual([]);
    expect(read('[deploy."a b"]').problems).toMatchObject([{ code: 'bad-name', place: { line: 1 } }]);
    expect(read('[deploy]\na = 7').problems).toMatchObject([{ code: 'wrong-type', place: { line: 2 } }]);
  });

  it('lists every declared table, valid or not', () => {
    expect(read('[deploy.a]\ncpu = "x"\n[deploy.b]').declared.map(({ label }) => label)).toEqual([
      '[deploy.a]',
      '[deploy.b]',
    ]);
  });
});
