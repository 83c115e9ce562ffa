import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLOUD_NAMES, cloudOf, MACHINE_CLOUDS } from '../src/clouds';

const ROOT = join(__dirname, '..');

/** The files that may name any cloud. */
const FREE = [
  ...CLOUD_NAMES.flatMap((name) => [
    new RegExp(`^src/clouds/${name}(\\.ts$|/)`),
    new RegExp(`^stacks/${name}/`),
    new RegExp(`^src/adapters/price-apis/${name}-prices\\.ts$`),
  ]),
  // An engine of its own.
  /^src\/adapters\/fly\//,
  /^schemas\/fly-machines\.openapi\.json$/,
  // The two registries.
  /^src\/clouds\/index\.ts$/,
  /^stacks\/registry\.ts$/,
  // Price books, examples, documentation, tests and their tools.
  /^(prices|examples|docs|tests|src\/testing|\.ci)\//,
  /\/__tests__\//,
  /\.md$/,
  /^scripts\/bench/,
  // Made from the schemas, and lists of packages.
  /\/generated\//,
  /^package(-lock)?\.json$/,
];

const ENUMS = 'the schemas list the clouds, and a test compares them with the registry';
const S3 = "the protocol of S3 has the names of AWS, whoever's bucket it is";
const ECR = 'the log-in of a registry in AWS is a call of its SDK, which nothing else makes';
const SIGNATURE = 'a signature by an access key is made by the packages of that SDK';
const FLY = 'a Fly app is a kind of instance, with a table, inputs and an engine of its own';
const TABLES = 'each kind of table in helix.toml has a schema and a reader of its own';
const CACHE = 'caches of builds speak the protocol of S3, and that of the storage of Google, by these names';
const VARIABLES = 'one list names all environment variables, for the help and for the type of an environment';

/** The other files that name a cloud: which names, and why. */
const EXCEPTIONS: readonly (readonly [path: string, names: readonly string[], because: string])[] = [
  ['schemas/cloud.schema.json', MACHINE_CLOUDS, ENUMS],
  ['schemas/blueprint.schema.json', MACHINE_CLOUDS, ENUMS],
  ['schemas/deploy.schema.json', MACHINE_CLOUDS, ENUMS],
  ['schemas/helix.schema.json', CLOUD_NAMES, ENUMS],
  ['schemas/lock.schema.json', ['aws', 'google'], 'its examples name two of the clouds'],
  ['src/config/config.ts', ['fly'], FLY],
  ['src/config/state-settings.ts', ['aws'], S3],
  ['src/workflows/project/image-table.ts', ['aws', 'fly'], TABLES],
  ['src/cli/kind-options.ts', ['aws', 'fly'], 'each kind of table has an option of its own'],
  ['src/cli/kind-questions.ts', ['aws', 'fly'], 'each kind of table is a choice of its own'],
  ['src/cli/add.ts', ['aws', 'fly'], 'its help lists the kinds of tables'],
  ['src/cli/init.ts', ['aws', 'fly'], 'its help lists the kinds of tables'],
  ['src/config/helix-toml/default-region.ts', ['fly'], TABLES],
  ['src/config/helix-toml/instances/fly-instance.ts', ['fly'], TABLES],
  ['src/config/helix-toml/instances/instance-kinds.ts', ['fly', 'aws'], TABLES],
  ['src/config/helix-toml/instances/registry-instances.ts', ['aws'], TABLES],
  ['src/graph/build-tree.ts', ['fly'], FLY],
  ['src/graph/instances.ts', ['fly'], FLY],
  ['src/resources/fly-app.ts', ['fly'], FLY],
  ['src/resources/instance.ts', ['fly'], FLY],
  ['src/config/helix-toml/state-config.ts', ['aws'], S3],
  ['src/adapters/state/state-credentials.ts', ['aws'], S3],
  ['src/adapters/state/s3/bucket.ts', ['aws'], S3],
  ['src/adapters/state/s3/client.ts', ['aws'], S3],
  ['src/adapters/state/s3/location.ts', ['aws'], S3],
  ['src/adapters/state/s3/prove-conditions.ts', ['aws'], S3],
  ['src/adapters/state/s3/s3-errors.ts', ['aws'], S3],
  ['src/adapters/state/s3/sdk.ts', ['aws'], S3],
  ['src/adapters/cloud-credentials/aws-credential-search.ts', ['aws'], S3],
  ['src/adapters/cloud-credentials/aws-endpoints.ts', ['aws'], `${S3}; ${ECR}`],
  ['src/adapters/state/state-backends.ts', ['aws'], S3],
  ['src/adapters/cloud-credentials/aws-key.ts', ['aws'], `${S3}; ${ECR}`],
  ['src/adapters/cloud-api/sign-request.ts', ['aws'], SIGNATURE],
  ['src/adapters/cloud-api/signing-sdk.ts', ['aws'], SIGNATURE],
  ['src/adapters/docker/registry/ecr-login.ts', ['aws'], ECR],
  ['src/adapters/docker/registry/ecr-sdk.ts', ['aws'], ECR],
  ['src/adapters/docker/registry/refusals.ts', ['aws'], ECR],
  ['src/adapters/docker/registry/cloud-login.ts', ['aws'], ECR],
  ['schemas/build.schema.json', ['aws'], CACHE],
  ['src/config/build/build.ts', ['aws'], CACHE],
  ['src/config/build/read-cache.ts', ['aws', 'google'], CACHE],
  ['src/adapters/docker/buildx/cache-credentials.ts', ['aws', 'google'], CACHE],
  ['src/adapters/docker/buildx/cache-flags.ts', ['google'], CACHE],
  ['src/workflows/project/read-contexts.ts', ['aws', 'fly'], 'only some kinds of instances are built'],
  ['src/resources/container-form.ts', ['aws'], `${S3}: the database in the container has one`],
  ['src/adapters/http/authorities.ts', ['aws'], `${S3}, and its variable for certificates`],
  ['src/adapters/http/connection-failure.ts', ['aws'], `${S3}, and its variable for certificates`],
  ['src/values/variables.ts', ['aws', 'google', 'digitalocean', 'fly'], VARIABLES],
  ['src/cli/variables.ts', ['aws', 'digitalocean', 'fly'], VARIABLES],
  ['src/adapters/engines.ts', ['fly'], 'it lists the engines'],
  ['scripts/generate.mjs', ['fly'], 'it lists the API documents'],
  ['scripts/build.mjs', ['aws'], "a setting of the S3 client's library"],
  ['jest.config.ts', ['aws'], "a setting of the S3 client's library"],
  ['cdktf.json', ['aws'], 'it names an example'],
];

/** The words that stand for each cloud. `do` is left out: it is an English word. */
const WORDS = CLOUD_NAMES.map((name) => {
  const { title, aliases, tables } = cloudOf(name);
  const words = [name, title, ...aliases, tables.registry, tables.app];
  return {
    name,
    shape: new RegExp(`\\b(${words.filter((word) => word !== null && word !== 'do').join('|')})\\b`, 'i'),
  };
});

/** The clouds that a text names, also inside identifiers such as `awsAccess` and `AWS_REGION`. */
function namedIn(text: string): string[] {
  const words = text.replaceAll('_', ' ').replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  return WORDS.flatMap(({ name, shape }) => (shape.test(text) || shape.test(words) ? [name] : []));
}

const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && !FREE.some((free) => free.test(path)));

/** The lines that name a cloud, its own path among them, with what they name. */
function namesIn(path: string): { readonly line: string; readonly names: readonly string[] }[] {
  const lines = [path, ...readFileSync(join(ROOT, path), 'utf8').split('\n')];
  return lines.map((line) => ({ line, names: namedIn(line) })).filter(({ names }) => names.length > 0);
}

describe('the name of a cloud', () => {
  it.each([
    'awsAccess',
    'AWS_REGION',
    'provider === "google"',
    'digitalocean-prices',
    'flyInstance',
    'GCP',
    'EcrRepository',
  ])('is found in %s', (text) => {
    expect(namedIn(text)).toHaveLength(1);
  });

  it.each(['draws', 'butterfly', 'do', 'googled'])('is not found in %s', (text) => {
    expect(namedIn(text)).toEqual([]);
  });

  it("stands in the cloud's own files alone", () => {
    const allowed = new Map(EXCEPTIONS.map(([path, names]) => [path, names]));
    const naming = files.flatMap((path) =>
      namesIn(path).flatMap(({ line, names }) =>
        names.every((name) => allowed.get(path)?.includes(name)) ? [] : [`${path}: ${line.trim()}`],
      ),
    );
    expect(naming).toEqual([]);
  });

  it.each(EXCEPTIONS)('still stands in %s: %j, since %s', (path, names) => {
    const found = new Set(namesIn(path).flatMap((line) => line.names));
    expect([...found].sort()).toEqual([...names].sort());
  });
});
