import fc from 'fast-check';
import { stringify } from 'smol-toml';
import type { Problem } from '../../errors';
import type { Config } from '../config';
import { readConfig } from '../read-config';
import type { ConfigSources } from '../sources';
import { growth } from '../../testing/growth';

const PROJECT = '[project]\nname = "shop"\n';

function read(
  text: string,
  sources: Partial<ConfigSources> = {},
  helixCloudUrl: string | null = null,
): { config: Config | null; problems: Problem[] } {
  const helixToml = { file: 'helix.toml', text };
  return readConfig({ helixToml, ...sources }, { environment: null, helixCloudUrl });
}

/** Returns the configuration of a valid text; warnings and notes are allowed. */
function configOf(text: string, sources: Partial<ConfigSources> = {}): Config {
  const { config, problems } = read(text, sources);
  if (config === null) throw new Error(JSON.stringify(problems, null, 2));
  return config;
}

/** Returns `severity code line:column` of each problem. */
function problemsOf(text: string, sources: Partial<ConfigSources> = {}): string[] {
  return read(text, sources).problems.map(
    ({ severity, code, place }) => `${severity} ${code}${place ? ` ${place.line}:${place.column}` : ''}`,
  );
}

const LOCK = {
  file: 'helix.lock.json',
  text: JSON.stringify({
    format: 1,
    helixCloud: {
      endpoint: 'https://cloud.helix-db.com',
      fetchedAt: '2026-11-18T00:00:00Z',
      regions: ['us-east-1', 'eu-west-1'].map((id) => ({
        id,
        default: id === 'eu-west-1',
        sizes: ['small', 'medium'].map((size) => ({
          id: size,
          vcpu: 2,
          memoryGb: 4,
          usdPerHour: '0.185',
          default: size === 'small',
        })),
      })),
    },
    choices: {},
  }),
};

describe('an error is one problem at its place', () => {
  test.each<[string, string, string, string]>([
    ['invalid TOML', '[project]\nname = shop', 'error toml-syntax 2:8', 'quotes'],
    [
      'an unknown table',
      `${PROJECT}[clouds.a.helix]\ncluster_id = "x"`,
      'error unknown-table 3:2',
      '`cloud`',
    ],
    ['an unknown key at the top', `x = 1\n${PROJECT}[local.a]`, 'error unknown-key 1:1', 'Known: project'],
    [
      'an unknown key of Helix',
      `${PROJECT}[local.a]\n[defaults]\nttll = "7d"`,
      'error unknown-key 5:1',
      '`ttl`',
    ],
    [
      'a typing error in `protect`',
      `${PROJECT}[local.a]\nprotct = true`,
      'error unknown-key 4:1',
      '`protect`',
    ],
    ['a typing error in `ttl`', `${PROJECT}[local.a]\n tlt = "7d"`, 'error unknown-key 4:2', '`ttl`'],
    [
      'a typing error in `size`',
      `${PROJECT}[cloud.a.helix]\ncluster_id = "x"\nsise = "small"`,
      'error unknown-key 5:1',
      '`size`',
    ],
    ['another spelling of `ttl`', `${PROJECT}[local.a]\nTTL = "7d"`, 'error unknown-key 4:1', '`ttl`'],
    [
      'a key in the wrong table',
      `${PROJECT}ttl = "7d"\n[local.a]`,
      'error unknown-key 3:1',
      'not read in this table',
    ],
    ['a wrong type', `${PROJECT}[local.a]\nport = "80"`, 'error wrong-type 4:8', 'without quotes: 80'],
    [
      'a wrong type in an inline table',
      `${PROJECT}[local.a]\nvector_config = { m = 16, ef_search = true }`,
      'error wrong-type 4:39',
      '',
    ],
    ['not one of the allowed', `${PROJECT}[local.a]\nstorage = "dsik"`, 'error not-allowed 4:11', '`disk`'],
    ['port 0', `${PROJECT}[local.a]\nport = 0`, 'error out-of-range 4:8', '1 to 65535'],
    ['port 65536', `${PROJECT}[local.a]\nport = 65536`, 'error out-of-range 4:8', '1 to 65535'],
    ['half a port', `${PROJECT}[local.a]\nport = 80.5`, 'error wrong-type 4:8', '1 to 65535'],
    ['a port twice', `${PROJECT}[local.a]\n[local.b]\nport = 6969`, 'warning duplicate-port 5:8', '6970'],
    ['a default port twice', `${PROJECT}[local.a]\n[local.b]`, 'warning duplicate-port 4:1', '6970'],
    ['a bad duration', `${PROJECT}[local.a]\nttl = "30m"`, 'error bad-duration 4:7', '`30min`'],
    ['two lifetimes', `${PROJECT}[local.a]\nttl = "1h"\nttl_hours = 1`, 'error two-lifetimes 5:1', '1h'],
    ['a letter in a name', `${PROJECT}[local."a b"]`, 'error bad-name 3:1', 'letters, digits'],
    ['a long name', `${PROJECT}[local.${'a'.repeat(33)}]`, 'error bad-name 3:8', 'at most 32'],
    ['an empty name', `${PROJECT}[local.""]`, 'error bad-name 3:1', 'letters, digits'],
    ['a path as a name', `${PROJECT}[local."../../evil"]`, 'error path-traversal 3:1', 'letters, digits'],
    [
      'dots as a name',
      `${PROJECT}[cloud."..".helix]\ncluster_id = "x"`,
      'error path-traversal 3:1',
      'letters, digits',
    ],
    [
      'a path out of the project',
      '[project]\nname = "a"\nqueries = "../../etc"\n[local.a]',
      'error path-traversal 3:11',
      'inside the project',
    ],
    [
      'an absolute path',
      '[project]\nname = "a"\nqueries = "/etc"\n[local.a]',
      'error path-traversal 3:11',
      'inside the project',
    ],
    [
      'a name used twice',
      `${PROJECT}[local.a]\n[cloud.a.helix]\ncluster_id = "x"`,
      'error duplicate-name 4:8',
      'rename',
    ],
    [
      'names that a cloud cannot tell apart',
      `${PROJECT}[local.a_b]\n[cloud.A-b.helix]\ncluster_id = "x"`,
      'error duplicate-name 4:8',
      'rename',
    ],
    [
      'a cluster_id twice',
      `${PROJECT}[cloud.a.helix]\ncluster_id = "x"\n[cloud.b.helix]\ncluster_id = "x"`,
      'error duplicate-cluster-id 6:14',
      'its own',
    ],
    [
      'an empty cluster_id',
      `${PROJECT}[cloud.a.helix]\ncluster_id = ""`,
      'error bad-value 4:14',
      'at most 95',
    ],
    [
      'a placeholder',
      `${PROJECT}[cloud.a.helix]\ncluster_id = "YOUR_CLUSTER_ID"`,
      'error placeholder 4:14',
      'a unique id',
    ],
    [
      'letters of a cluster_id',
      `${PROJECT}[cloud.a.helix]\ncluster_id = "a/b"`,
      'error bad-value 4:14',
      'Letters, digits',
    ],
    [
      'no cluster_id',
      `${PROJECT}[cloud.a.helix]\nregion = "us-east-1"`,
      'error missing-key 3:1',
      'cluster_id = "helix-',
    ],
    ['an empty project name', '[project]\nname = ""\n[local.a]', 'error too-short 2:8', 'A word'],
    ['a blank project name', '[project]\nname = " "\n[local.a]', 'error bad-value 2:8', 'A word'],
    ['no project', '[local.a]', 'error missing-name 1:1', '[project]'],
    ['no kind of cloud', `${PROJECT}[cloud.a]\nregion = "x"`, 'error missing-kind 3:1', '[cloud.a.helix]'],
    [
      'an unknown kind of cloud',
      `${PROJECT}[cloud.a.hleix]\ncluster_id = "x"`,
      'error unknown-table 3:10',
      '`helix`',
    ],
    [
      'two kinds of cloud',
      `${PROJECT}[cloud.a.helix]\ncluster_id = "x"\n[cloud.a.anonymous]`,
      'error two-kinds 5:10',
      'one kind',
    ],
    [
      'no volume on Fly',
      `${PROJECT}[cloud.a.fly]\nvm_size = "shared-cpu-1x"\nvolume_initial_size = 1\nauth_type = "Cli"\nregion = "iad"\nprivate = true`,
      'error missing-key 3:1',
      '"<name>:/data"',
    ],
    [
      'no repository on ECR',
      `${PROJECT}[cloud.a.ecr]\nregion = "us-east-1"`,
      'error missing-key 3:1',
      'repository_name = "helix',
    ],
    [
      'an availability zone for a region',
      `${PROJECT}[cloud.a.ecr]\nregion = "us-east-1a"\nrepository_name = "x"`,
      'error bad-value 4:10',
      '`us-east-1`',
    ],
    ['no bucket', `${PROJECT}[local.a]\nstorage = "s3"`, 'error missing-key 4:11', '[local.a.s3]'],
    [
      'a bucket for nothing',
      `${PROJECT}[local.a]\nstorage = "disk"\n[local.a.s3]\nbucket = "b"`,
      'error contradiction 5:10',
      'storage = "s3"',
    ],
    [
      'an enterprise cluster without an id',
      `${PROJECT}[enterprise.a]`,
      'error missing-key 3:1',
      'cluster:<id>',
    ],
    ['build mode debug', `${PROJECT}[local.a]\nbuild_mode = "debug"`, 'warning debug-build-mode 4:14', 'dev'],
    [
      'a typing error in a budget',
      `${PROJECT}[local.a]\n[budget]\nmontly_usd = 5`,
      'error unknown-key 5:1',
      'monthly_usd',
    ],
    [
      'a budget in quotes',
      `${PROJECT}[local.a]\n[budget]\nmonthly_usd = "5"`,
      'error wrong-type 5:15',
      'without quotes',
    ],
    [
      'a budget below nothing',
      `${PROJECT}[local.a]\n[budget]\nmax_increase_usd = -1`,
      'error out-of-range 5:20',
      '',
    ],
    [
      'a typing error in a policy',
      `${PROJECT}[local.a]\n[policy]\nmax_tll = "7d"`,
      'error unknown-key 5:1',
      'max_ttl',
    ],
    [
      'a policy of months',
      `${PROJECT}[local.a]\n[policy]\nmax_ttl = "1mo"`,
      'error bad-duration 5:11',
      '30d',
    ],
    [
      'a policy of unknown clouds',
      `${PROJECT}[local.a]\n[policy]\nallowed_providers = ["gogle"]`,
      'error not-allowed 5:22',
      'google',
    ],
    [
      'a policy of no regions',
      `${PROJECT}[local.a]\n[policy]\nallowed_regions = []`,
      'error too-short 5:19',
      '',
    ],
    ['an upstream key', `${PROJECT}workspace_id = "w"\n[local.a]`, 'note not-used 3:1', ''],
    ['an unknown upstream key', `${PROJECT}[local.a]\nfoo = 1`, 'warning unknown-key 4:1', ''],
    [
      'an unknown state backend',
      `${PROJECT}[local.a]\n[state]\nbackend = "gcs"`,
      'error not-allowed 5:11',
      '',
    ],
    [
      'no URL as endpoint',
      `${PROJECT}[local.a]\n[helix_cloud]\nendpoint = "cloud"`,
      'error bad-endpoint 5:12',
      'embedded',
    ],
    [
      'plain http as endpoint',
      `${PROJECT}[local.a]\n[helix_cloud]\nendpoint = "http://c.example"`,
      'warning insecure-endpoint 5:12',
      'https://c.example',
    ],
    [
      'a name of a variable',
      `${PROJECT}[cloud.a.helix]\ncluster_id = "x"\nenv_vars = { "A-B" = "1" }`,
      'error bad-key 5:14',
      'digits',
    ],
    [
      'a broken reference',
      `${PROJECT}[cloud.a.helix]\ncluster_id = "x"\nenv_vars = { A = "env:" }`,
      'error bad-reference 5:18',
      'env:NAME',
    ],
    ['nothing to deploy', PROJECT, 'warning nothing-to-deploy 1:1', '[cloud.production.helix]'],
    [
      'empty families',
      `${PROJECT}[cloud]\n[enterprise]`,
      'warning nothing-to-deploy 1:1',
      '[cloud.production.helix]',
    ],
  ])('%s', (_, text, expected, hint) => {
    expect(problemsOf(text)).toEqual([expected]);
    const [problem] = read(text).problems;
    expect(problem?.hint ?? '').toContain(hint);
    expect(problem?.place?.text).toBe(text.split('\n')[(problem?.place?.line ?? 0) - 1]);
  });

  test('all problems are reported in one run, by line', () => {
    const text = `[project]
name = ""
[local.dev]
port = 0
protct = true
[cloud.dev.helix]
ttl = "30m"
[cloud.b.helix]
cluster_id = 5
size = true
ttl = "-1d"
`;
    expect(problemsOf(text)).toEqual([
      'error too-short 2:8',
      'error out-of-range 4:8',
      'error unknown-key 5:1',
      'error missing-key 6:1',
      'error duplicate-name 6:8',
      'error bad-duration 7:7',
      'error wrong-type 9:14',
      'error wrong-type 10:8',
      'error bad-duration 11:7',
    ]);
  });

  test('a duplicate name is reported with both places', () => {
    const [problem] = read(`${PROJECT}[local.a]\n[cloud.a.helix]\ncluster_id = "x"`).problems;
    expect(problem?.message).toBe('`[cloud.a]` has the name of `[local.a]`, helix.toml:3.');
  });

  test('the first fifty of thousands of problems are shown, and the rest are counted', () => {
    const tables = Array.from({ length: 2_000 }, (_, index) => `[local.a${index}]\nport = 0\n`);
    const { problems } = read(`${PROJECT}${tables.join('')}`);
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)?.message).toBe('And 1950 more errors like these.');
  });
});

describe('secrets', () => {
  const text = `${PROJECT}[cloud.a.helix]
cluster_id = "x"
[cloud.a.helix.env_vars]
OPENAI_API_KEY = "sk-abcdefgh12345678"
PLAIN = "AKIAABCDEFGHIJKLMNOP"
SAFE = "env:SAFE"
LEVEL = "info"
`;

  test('are read with a warning that suggests a better place and never shows the value', () => {
    const { config, problems } = read(text);
    expect(problemsOf(text)).toEqual(['warning literal-secret 6:1', 'warning literal-secret 7:1']);
    expect(problems[0]?.hint).toContain('env:OPENAI_API_KEY');
    expect(JSON.stringify(problems)).not.toMatch(/sk-abc|AKIA/);
    expect(config?.instances[0]).toMatchObject({
      envVars: [
        { name: 'LEVEL', type: 'literal', secret: false },
        { name: 'OPENAI_API_KEY', type: 'literal', secret: true },
        { name: 'PLAIN', type: 'literal', secret: true },
        { name: 'SAFE', type: 'reference', variable: 'SAFE' },
      ],
    });
  });

  test.each([
    ['beside a syntax error', text.replace('12345678"', '12345678" x')],
    ['of a wrong type', text.replace('"sk-abcdefgh12345678"', '[["sk-abcdefgh12345678"]]')],
    ['that are numbers', text.replace('"sk-abcdefgh12345678"', '8005551234567')],
  ])('%s are not shown', (_, broken) => {
    const { config, problems } = read(broken);
    expect(config).toBeNull();
    expect(problems.filter(({ severity }) => severity === 'error')).toHaveLength(1);
    const shown = problems.map(({ message, hint, place }) => [message, hint, place?.text]);
    expect(JSON.stringify(shown)).not.toMatch(/sk-abc|AKIA|"[^"]*Write it in quotes: \\"8005551234567/);
  });
});

describe('the lock', () => {
  const cluster = (keys: string): string => `${PROJECT}[cloud.a.helix]\ncluster_id = "x"\n${keys}`;

  test('supplies the region of a cluster that does not name one', () => {
    expect(configOf(cluster(''), { lock: LOCK }).instances).toMatchObject([{ region: 'eu-west-1' }]);
    expect(configOf(cluster('')).instances).toMatchObject([{ region: 'us-east-1' }]);
  });

  test.each([
    ['region = "us-east-2"', 'error unknown-region 5:10', '`us-east-1`'],
    ['size = "large"', 'error unknown-size 5:8', '`small`, `medium`'],
    ['size = "smal"', 'error unknown-size 5:8', 'Did you mean `small`'],
    ['[defaults]\nregion = "eu-west-9"', 'error unknown-region 6:10', '`eu-west-1`'],
  ])('refuses %s', (keys, expected, hint) => {
    expect(problemsOf(cluster(keys), { lock: LOCK })).toEqual([expected]);
    expect(read(cluster(keys), { lock: LOCK }).problems[0]?.hint).toContain(hint);
  });

  test('is not used for another endpoint, and may be missing', () => {
    const keys = 'region = "mars-1"\nsize = "huge"\n';
    expect(problemsOf(cluster(keys))).toEqual([]);
    expect(problemsOf(cluster(`${keys}[helix_cloud]\nendpoint = "embedded"`), { lock: LOCK })).toEqual([]);
  });
});

describe('the endpoint', () => {
  const file = `${PROJECT}[local.a]\n[helix_cloud]\nendpoint = "https://cloud.example.com/"\n`;

  test.each([
    [PROJECT, null, 'https://cloud.helix-db.com'],
    [file, null, 'https://cloud.example.com'],
    [file, 'http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    [file, 'embedded', 'embedded'],
    [file, '', 'https://cloud.example.com'],
  ])('of %j with HELIX_CLOUD_URL %j is %s', (text, variable, expected) => {
    expect(read(text, {}, variable).config?.helixCloud.endpoint).toBe(expected);
  });

  test.each([
    'nowhere',
    'ftp://cloud.example.com',
    'https://me:pw@cloud.example.com',
    'https://c.example/?a=1',
  ])('cannot be %s', (variable) => {
    const { config, problems } = read(file, {}, variable);
    expect(config).toBeNull();
    expect(problems).toMatchObject([{ code: 'bad-endpoint' }]);
    expect(problems[0]?.message).toMatch(/^HELIX_CLOUD_URL /);
    expect(JSON.stringify(problems)).not.toContain('pw');
  });
});

describe('files of other programs', () => {
  test.each([
    ['a theme', 'inherits = "base16"\n"ui.background" = "black"\n', 1],
    ['a theme of scopes', '"ui.text" = { fg = "white" }\n[palette]\nwhite = "#fff"\n', 1],
    ['an editor configuration', 'theme = "onedark"\n[editor]\nline-number = "relative"\n', 1],
    ['key bindings', '\n[keys.normal]\ng = "x"\n', 2],
  ])('%s of the text editor is the only problem that is reported', (_, text, line) => {
    const { config, problems } = read(text);
    expect(config).toBeNull();
    expect(problems).toMatchObject([{ severity: 'error', code: 'foreign-file', place: { line } }]);
    expect(problems[0]?.message).toContain('text editor');
  });

  test('the JSON of HelixDB 1 is refused, with the equivalent helix.toml', () => {
    const old = {
      vector_config: { m: 32, db_max_size: 50 },
      mcp: false,
      graph_config: { secondary_indices: ['a'] },
    };
    const eraA = { file: 'config.hx.json', text: JSON.stringify(old) };
    const { config, problems } = readConfig({ eraA }, { environment: null, helixCloudUrl: null });
    expect(config).toBeNull();
    expect(problems).toMatchObject([{ code: 'old-format', place: { file: 'config.hx.json' } }]);
    const [, equivalent = ''] = (problems[0]?.hint ?? '').split(':\n\n');
    expect(configOf(equivalent).instances).toMatchObject([
      {
        name: 'dev',
        port: 6969,
        db: { vectorConfig: { m: 32, efSearch: 768, dbMaxSizeGb: 50 }, mcp: false, secondaryIndices: ['a'] },
      },
    ]);
  });
});

describe('real files of all eras', () => {
  test('a local instance is built in a file of HelixDB 2, and prebuilt in a newer one', () => {
    const runtime = (text: string): unknown =>
      configOf(`${PROJECT}${text}`).instances.map((instance) =>
        instance.kind === 'local' ? instance.runtime.type : null,
      );
    expect(runtime('[local.dev]\nport = 1')).toEqual(['prebuilt']);
    expect(runtime('[local.dev]\nport = 1\n[cloud]')).toEqual(['built']);
    expect(runtime('[local.dev]\nbuild_mode = "dev"\n[enterprise]')).toEqual(['built']);
    expect(runtime('[local.dev]\nimage = "a"\n[cloud]')).toEqual(['prebuilt']);
  });

  test('all spellings of a kind mean the same', () => {
    const helix = 'cluster_id = "x"\nregion = "us-east-1"';
    for (const kind of ['helix', 'Helix', 'HelixCloud']) {
      expect(configOf(`${PROJECT}[cloud.a.${kind}]\n${helix}`).instances).toMatchObject([{ kind: 'helix' }]);
    }
    expect(configOf(`${PROJECT}[cloud.a]\ntype = "helix"\n${helix}`).instances).toMatchObject([
      { kind: 'helix', clusterId: 'x' },
    ]);
    expect(configOf(`${PROJECT}[cloud.a.AnonymousCloud]`).instances).toMatchObject([{ kind: 'anonymous' }]);
  });

  test('an early Fly table is read with the keys that later ones require', () => {
    const text = `${PROJECT}[cloud.a.FlyIo]
cluster_id = "1f0ca9da-5f56-6a04-873b-010203040506"
vm_size = "shared-cpu-1x"
volume = "helix-shop-data:/data"
privacy = "Private"
build_mode = "debug"
`;
    expect(configOf(text).instances).toMatchObject([
      {
        kind: 'fly',
        private: true,
        volume: 'helix-shop-data:/data',
        volumeInitialSizeGb: 20,
        authType: 'Cli',
        buildMode: 'dev',
      },
    ]);
  });

  test('both spellings of an enumeration are read', () => {
    const fly =
      'vm_size = "shared-cpu-1x"\nvolume = "v:/data"\nvolume_initial_size = 10\nauth_type = "api_key"';
    expect(configOf(`${PROJECT}[cloud.a.fly]\n${fly}`).instances).toMatchObject([{ authType: 'ApiKey' }]);
    const ecr = 'repository_name = "x"\nregion = "us-east-1"\nauth_type = "aws_cli"';
    expect(configOf(`${PROJECT}[cloud.a.ecr]\n${ecr}`).instances).toMatchObject([{ authType: 'AwsCli' }]);
  });

  test.each([
    ['./db/', 'db'],
    ['.', '.'],
    ['src\\queries\\', 'src/queries'],
    ['a/../db', 'db'],
  ])('queries %s are in %s', (written, expected) => {
    const text = `[project]\nname = "a"\nqueries = '${written}'\n[local.a]`;
    expect(configOf(text).queries).toBe(expected);
  });

  test('names of built-in members of objects are ordinary names', () => {
    const text = `${PROJECT}[cloud.constructor.helix]\ncluster_id = "x"\n[local.__proto__]\nport = 1\n[local.toString]\nport = 2`;
    expect(configOf(text).instances.map(({ name }) => name)).toEqual([
      '__proto__',
      'toString',
      'constructor',
    ]);
  });
});

describe('lifetimes', () => {
  test('`[defaults]` apply to instances that cost money, not to local and enterprise ones', () => {
    const text = `${PROJECT}[defaults]
ttl = "7d"
protect = true
[local.a]
[enterprise.b]
database = "cluster:b"
[cloud.c.helix]
cluster_id = "c"
[cloud.d.helix]
cluster_id = "d"
ttl_hours = 24
protect = false
[cloud.e.ghcr]
repository_name = "acme/e"
`;
    const lifetimes = configOf(text).instances.map(({ name, ttlSeconds, protect }) => [
      name,
      ttlSeconds,
      protect,
    ]);
    expect(lifetimes).toEqual([
      ['a', null, false],
      ['c', 604_800, true],
      ['d', 86_400, false],
      ['e', 604_800, true],
      ['b', null, false],
    ]);
  });
});

test('the time to read a file is linear in the number of clusters', () => {
  const read = (count: number): void => {
    const tables = Array.from(
      { length: count },
      (_, index) =>
        `[cloud.c${index}.helix]\ncluster_id = "helix-${index}"\nregion = "us-east-1"\nttl = "7d"\n`,
    );
    expect(configOf(`${PROJECT}${tables.join('\n')}`).instances).toHaveLength(count);
  };
  expect(growth(1500, read)).toBeLessThan(30);
});

test('any file is read or refused with an error, and nothing throws', () => {
  const key = fc.oneof(
    fc.constantFrom('project', 'local', 'cloud', 'enterprise', 'deploy', 'state', 'defaults', 'helix_cloud'),
    fc.constantFrom('name', 'a', 'helix', 'fly', 'ecr', 'type', 'port', 'ttl', 'env_vars', 's3', '__proto__'),
    fc.string({ maxLength: 4 }),
  );
  const scalar = fc.oneof(
    fc.string({ maxLength: 5 }),
    fc.double(),
    fc.boolean(),
    fc.constantFrom('7d', 'x', new Date(0)),
  );
  const { table } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      scalar,
      fc.array(scalar, { maxLength: 2 }),
      tie('table'),
      fc.array(tie('table'), { maxLength: 2 }),
    ),
    table: fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  }));
  fc.assert(
    fc.property(table, (data) => {
      const text = stringify({ project: { name: 'a' }, ...data });
      const { config, problems } = read(text);
      const lines = text.split('\n').length;
      expect(config === null).toBe(problems.some(({ severity }) => severity === 'error'));
      for (const { place } of problems) if (place) expect(place.line).toBeLessThanOrEqual(lines);
    }),
    { numRuns: 300 },
  );
});

describe('the name of a project', () => {
  const options = { environment: null, helixCloudUrl: null };
  const blueprint = { file: 'Blueprint.toml', text: '[blueprint.resources]\nmin_cpu = 1\n' };

  it('is that of its directory where the files have none, with a note', () => {
    const { config, problems } = readConfig({ blueprint }, { ...options, directoryName: 'paper' });
    expect(config?.project.name).toBe('paper');
    expect(problems[0]).toMatchObject({
      severity: 'note',
      code: 'name-by-directory',
      message: 'The project has no name, so it has that of its directory: `paper`.',
      place: { file: 'Blueprint.toml', line: 1 },
    });
  });

  it('is made of a directory that has characters which no name has', () => {
    const directoryName = ` a\\b\n${'c'.repeat(80)}`;
    expect(readConfig({ blueprint }, { ...options, directoryName }).config?.project.name).toBe(
      `a-b-${'c'.repeat(60)}`,
    );
  });

  it('is missing at the root of a file system', () => {
    const { problems } = readConfig({ blueprint }, { ...options, directoryName: '' });
    expect(problems).toMatchObject([{ severity: 'error', code: 'missing-name' }]);
  });

  it('is required in a `[project]` that is written', () => {
    const helixToml = { file: 'helix.toml', text: '[project]\n[local.a]\n' };
    const { problems } = readConfig({ helixToml }, { ...options, directoryName: 'paper' });
    expect(problems).toMatchObject([{ severity: 'error', code: 'missing-key' }]);
  });
});

describe('an anonymous instance', () => {
  it('is read as the first CLI wrote it, and its keys are shown nowhere', () => {
    const keys = 'instance_id = "anon-1"\ndeployment_key = "hush-1"\napi_key = "hush-2"\n';
    const { config, problems } = read(`${PROJECT}[cloud.a.AnonymousCloud]\n${keys}`);
    expect(config?.instances).toMatchObject([{ kind: 'anonymous', name: 'a' }]);
    expect(problems.filter(({ severity }) => severity !== 'note')).toMatchObject([
      { severity: 'warning', code: 'literal-secret', place: { line: 5, column: 1 } },
      { severity: 'warning', code: 'literal-secret', place: { line: 6, column: 1 } },
    ]);
    expect(JSON.stringify(problems)).not.toContain('hush');
  });

  it('is protected from Helix alone, which a warning says', () => {
    expect(problemsOf(`${PROJECT}[cloud.a.anonymous]\nprotect = true\n`)).toEqual([
      'warning ends-anyway 4:11',
    ]);
  });

  it('may refer to its keys', () => {
    const keys = 'deployment_key = "env:A"\napi_key = "env:B"\n';
    expect(problemsOf(`${PROJECT}[cloud.a.anonymous]\n${keys}`)).toEqual(['note not-used 5:1']);
  });
});

it('reads the providers of a policy by alias', () => {
  const text = `${PROJECT}[policy]\nallowed_providers = ["GCP", "do", "FlyIo", "helix-cloud"]\n[local.a]\n`;
  expect(configOf(text).policy.allowedProviders?.value).toEqual([
    'google',
    'digitalocean',
    'fly',
    'helix-cloud',
  ]);
});

it('puts a Fly app where `[defaults] region` says, or in iad', () => {
  const fly =
    '[cloud.a.fly]\nvm_size = "shared-cpu-1x"\nvolume = "v:/data"\nvolume_initial_size = 1\nauth_type = "Cli"\n';
  expect(configOf(PROJECT + fly).instances).toMatchObject([{ region: 'iad' }]);
  expect(configOf(`${PROJECT}[defaults]\nregion = "fra"\n${fly}`).instances).toMatchObject([
    { region: 'fra' },
  ]);
  expect(configOf(`${PROJECT}[defaults]\nregion = "us-east-1"\n${fly}`).instances).toMatchObject([
    { region: 'iad' },
  ]);
});

test('a default region of Fly is checked against Helix Cloud only where a cluster takes it', () => {
  const region = '[defaults]\nregion = "fra"\n';
  const fly = `[cloud.f.fly]\nprivate = true\nvm_size = "shared-cpu-1x"\nvolume = "v:/data"\nvolume_initial_size = 1\nauth_type = "Cli"\n`;
  const cluster = '[cloud.c.helix]\ncluster_id = "c"\n';
  const unknown = ['error unknown-region 4:10'];
  const problemsIn = (text: string) => problemsOf(PROJECT + region + text, { lock: LOCK });
  expect(problemsIn(fly)).toEqual([]);
  expect(problemsIn(`${fly}${cluster}region = "eu-west-1"\n`)).toEqual([]);
  expect(problemsIn(fly + cluster)).toEqual(unknown);
  expect(problemsIn(cluster)).toEqual(unknown);
  expect(problemsIn(`${fly}region = "ams"\n`)).toEqual(unknown);
});

test('an app of Fly names what its table leaves open, and what Fly no longer has', () => {
  const fly = (more: string) =>
    problemsOf(
      `${PROJECT}[cloud.a.fly]\nvm_size = "shared-cpu-1x"\nvolume = "v:/data"\nvolume_initial_size = 1\nauth_type = "Cli"\n${more}`,
    );
  expect(fly('')).toEqual(['note default-region 3:1', 'warning open-database 3:1']);
  expect(fly('region = "fra"\nimage = "docker.io/acme/api:1"\n')).toEqual([]);
  expect(fly('region = "fra"\nenv_vars = { HELIX_API_KEY = "env:KEY" }\n')).toEqual([]);
  expect(
    problemsOf(
      `${PROJECT}[cloud.a.fly]\nvm_size = "l40s"\nvolume = "v:/data"\nvolume_initial_size = 1\nauth_type = "Cli"\nregion = "fra"\nprivate = true\n`,
    ),
  ).toEqual(['error bad-value 4:11']);
});

describe('tags', () => {
  const machine = (table: string) =>
    `[deploy.api]\nprovider = "aws"\nregion = "us-east-1"\nimage = "nginx:1"\ncpu = 1\nmemory_gb = 1\nstorage_gb = 8\n${table}`;
  const tagsOf = (text: string) => configOf(PROJECT + text).instances.map(({ tags }) => tags);

  it('of a table are added to those of [defaults], and replace them by name', () => {
    const defaults = '[defaults]\ntags = { team = "search", stage = "test" }\n';
    expect(tagsOf(defaults + machine('tags = { stage = "live", owner = "ada" }'))).toEqual([
      { team: 'search', stage: 'live', owner: 'ada' },
    ]);
    expect(tagsOf(defaults + machine(''))).toEqual([{ team: 'search', stage: 'test' }]);
    const ecr = '[cloud.images.ecr]\nrepository_name = "shop"\nregion = "us-east-1"\ntags = { a = "b" }\n';
    expect(tagsOf(defaults + ecr)).toEqual([{ team: 'search', stage: 'test', a: 'b' }]);
  });

  it.each([
    ['{ "helix-project" = "x" }', 'bad-key'],
    ['{ "AWS:x" = "x" }', 'bad-key'],
    ['{ "a b" = "x" }', 'bad-key'],
    [`{ a = "${'x'.repeat(257)}" }`, 'too-long'],
    ['{ Team = "x", team = "y" }', 'ambiguous-tags'],
  ])('cannot be %s', (tags, code) => {
    expect(problemsOf(PROJECT + machine(`tags = ${tags}`)).join()).toContain(`error ${code}`);
  });

  it('are at most 40, with those of [defaults]', () => {
    const many = (prefix: string, count: number) =>
      `tags = { ${Array.from({ length: count }, (_, index) => `${prefix}${index} = "x"`).join(', ')} }\n`;
    expect(problemsOf(`${PROJECT}[defaults]\n${many('a', 30)}${machine(many('b', 11))}`)).toEqual([
      expect.stringMatching(/^error too-many-tags/),
    ]);
    expect(tagsOf(`[defaults]\n${many('a', 30)}${machine(many('b', 10))}`)[0]).toHaveProperty('b9');
  });
});
