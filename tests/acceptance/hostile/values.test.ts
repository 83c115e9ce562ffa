import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cloudSchema from '../../../schemas/cloud.schema.json';
import { blueprintKeys } from '../../../src/config/blueprint/blueprint-keys';
import { readCloudConfig } from '../../../src/config/cloud-toml/cloud-config';
import type { S3StateConfig, StateConfig } from '../../../src/config/state-settings';
import { KEYS_OF } from '../../../src/config/helix-toml/state-config';
import { readConfig } from '../../../src/config/read-config';
import { keysOf, schemaKeys } from '../../../src/config/validation/schema-keys';
import type { SchemaKey } from '../../../src/config/validation/schema-keys';
import type { Problem } from '../../../src/errors';
import { readCloudCredentials } from '../../../src/adapters/cloud-credentials/cloud-credentials';
import { SystemRandom } from '../../../src/adapters/host/random';
import { openStateBackend } from '../../../src/adapters/state/state-backends';
import { exitCodeOf, HelixError } from '../../../src/errors';
import { renderError } from '../../../src/render/problems/render-error';
import { S3StandIn } from '../../../src/testing/fake-s3';
import { weakness } from '../../in-process/attack';
import { MemoryWorld } from '../../in-process/memory-world';
import { PassingClock } from '../../../src/testing/passing-clock';
import { HOSTILE_TEXTS, hostileDocuments } from './hostile-values';
import type { HostileDocument } from './hostile-values';

const PROJECT = { project: 'name = "shop"', helix_cloud: 'endpoint = "https://cloud.invalid"' };
const MACHINE = {
  'deploy.a': 'provider = "aws"\nregion = "us-east-1"\nimage = "nginx:1.27"\ncpu = 2\nmemory_gb = 4',
};
/** Lines that tables need whose keys depend on each other, which no schema says. */
const DEPENDENT = {
  deploy: MACHINE,
  fly: { 'cloud.a.fly': 'volume = "v:/data"\nvolume_initial_size = 20\nauth_type = "Cli"' },
  enterprise: { 'enterprise.a': 'database = "cluster:c-1"' },
  s3: { 'local.a': 'storage = "s3"' },
} as const;

function helixHead(path: readonly string[]): Readonly<Record<string, string>> {
  const state = path[0] === 'state' ? { state: STATES[backendOf(path[1] ?? '')] } : {};
  const needs = Object.entries(DEPENDENT).filter(([word]) => path.slice(0, -1).includes(word));
  return Object.assign({ ...PROJECT, ...state }, ...needs.map(([, head]) => head)) as Record<string, string>;
}

const STATES = {
  local: '',
  s3: 'backend = "s3"\nbucket = "states"\nregion = "us-east-1"',
  postgres: 'backend = "postgres"\nurl = "env:HELIX_STATE_URL"',
};

/** The backend that has a key of `[state]`. */
function backendOf(key: string): StateConfig['backend'] {
  return STATE_BACKENDS.find((backend) => KEYS_OF[backend].some((own) => own === key)) ?? 'local';
}

const STATE_BACKENDS = Object.keys(KEYS_OF) as StateConfig['backend'][];
const OPTIONS = { environment: null, helixCloudUrl: null, directoryName: 'shop' };

const S3: S3StateConfig = {
  backend: 's3',
  bucket: 'states',
  key: 'shop',
  region: 'us-east-1',
  endpointUrl: null,
  serverSideEncryption: null,
  kmsKeyId: null,
  account: 'aws',
  encryption: null,
};
const POSTGRES: StateConfig = {
  backend: 'postgres',
  url: { variable: 'HELIX_STATE_URL' },
  key: 'shop',
  schema: 'helix',
  account: null,
  encryption: null,
};

/** Neither a variable nor an argument can hold a NUL. */
const VARIABLE_TEXTS = HOSTILE_TEXTS.filter((text) => !text.includes('\0'));

/** A profile that is named has its own keys. */
const KEYS = 'aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n';

/** Variables that the AWS SDK reads by itself. */
const AWS_VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_REGION',
  'AWS_PROFILE',
  'AWS_ENDPOINT_URL_S3',
  'AWS_ENDPOINT_URL_STS',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_CA_BUNDLE',
  'AWS_MAX_ATTEMPTS',
  'AWS_RETRY_MODE',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
];

/** Variables that the PostgreSQL driver reads by itself. PGHOST and PGPORT are not among them: URLs are completed. */
const POSTGRES_VARIABLES = [
  'PGUSER',
  'PGPASSWORD',
  'PGSSLMODE',
  'PGOPTIONS',
  'PGAPPNAME',
  'PGCONNECT_TIMEOUT',
  'PGCLIENTENCODING',
];

/** Collects the first fault of each setting, so that one run shows them all. */
class Findings {
  readonly #found = new Map<string, string>();

  add({ path, value }: Pick<HostileDocument, 'path' | 'value'>, message: string): void {
    if (!this.#found.has(path)) this.#found.set(path, `${path} = ${value.slice(0, 60)}: ${message}`);
  }

  expectNone(): void {
    expect([...this.#found.values()]).toEqual([]);
  }
}

/** Whether a Problem is about the value: it names the key, or points at the line. */
function isAbout({ key, line, path }: HostileDocument): (problem: Problem) => boolean {
  const table = path.split('.').at(-2) ?? '';
  return ({ message, place }) =>
    place?.line === line || message.includes(key) || (key === 'a' && message.includes(table));
}

/** Walks every key of a file: a wrong value is a Problem that is about it, and any other one can be planned. */
async function walkFile(
  file: 'helix.toml' | 'Blueprint.toml',
  keys: readonly SchemaKey[],
  head: (path: readonly string[]) => Readonly<Record<string, string>>,
): Promise<void> {
  const findings = new Findings();
  let [refused, planned] = [0, 0];
  for (const document of hostileDocuments(keys, head)) {
    const source = { file, text: document.text };
    const { config, problems } = readConfig(
      file === 'helix.toml' ? { helixToml: source } : { blueprint: source },
      OPTIONS,
    );
    if (config === null) {
      refused += 1;
      const errors = problems.filter(({ severity }) => severity === 'error');
      if (!errors.some(isAbout(document))) findings.add(document, JSON.stringify(errors[0] ?? 'no error'));
      continue;
    }
    planned += 1;
    const world = new MemoryWorld({ files: { [file]: document.text, 'db/schema.hx': 'N::A {}\n' } });
    const run = await world.run('plan', '--full');
    const weak = weakness(run, 0);
    if (weak !== null) findings.add(document, weak);
    else if (run.code !== 0 && !run.stderr.includes(document.key) && !run.stderr.includes(`${file}:`)) {
      findings.add(document, `ended with ${run.code} and does not name it: ${run.stderr}`);
    }
  }
  findings.expectNone();
  expect(refused).toBeGreaterThan(keys.length * 5);
  expect(planned).toBeGreaterThan(keys.length);
}

describe('every key of a file, with values that nobody expects, is named or planned', () => {
  it('of helix.toml', () => walkFile('helix.toml', schemaKeys(), helixHead));

  it('of Blueprint.toml', () => walkFile('Blueprint.toml', blueprintKeys(), () => MACHINE));

  it('of cloud.toml, up to the credentials that it leads to', async () => {
    const keys = keysOf(cloudSchema);
    const findings = new Findings();
    const host = { environment: { PATH: '/nonexistent' }, home: '/nonexistent' };
    let [refused, used] = [0, 0];
    for (const document of cloudDocuments(keys)) {
      const { cloud, problems } = readCloudConfig({ file: 'cloud.toml', text: document.text });
      if (cloud === null) {
        refused += 1;
        if (!problems.some(isAbout(document))) findings.add(document, JSON.stringify(problems[0]));
        continue;
      }
      used += 1;
      for (const account of cloud.accounts) {
        await readCloudCredentials(account, host).catch((error: unknown) => {
          if (!(error instanceof HelixError)) findings.add(document, String(error));
        });
      }
    }
    findings.expectNone();
    expect([refused, used].every((count) => count > keys.length)).toBe(true);
  });
});

/** Each key of credentials is read with a type of its own. */
function* cloudDocuments(keys: readonly SchemaKey[]): Generator<HostileDocument> {
  for (const type of ['file', 'environment', 'command']) {
    yield* hostileDocuments(keys, () => ({
      'providers.a': 'provider_type = "aws"',
      'providers.a.credentials': [
        `type = "${type}"`,
        ...(type === 'file' ? ['path = "/nonexistent/credentials"'] : []),
        ...(type === 'command' ? ['cmd = ["nonexistent"]'] : []),
      ].join('\n'),
    }));
  }
}

describe('every key of [state] that is accepted leads to a state, or to an error for people', () => {
  let bucket: S3StandIn;
  beforeAll(async () => {
    bucket = await S3StandIn.start();
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' });
  });
  afterAll(() => bucket.stop());

  it('in each backend', async () => {
    const keys = schemaKeys().filter(({ path }) => path[0] === 'state' && path.length > 1);
    const findings = new Findings();
    let read = 0;
    for (const document of hostileDocuments(keys, (path) => stateHead(path, bucket.url))) {
      const { config } = readConfig({ helixToml: { file: 'helix.toml', text: document.text } }, OPTIONS);
      if (config === null) continue;
      read += 1;
      const { fault: bug } = await readState(config.state, { HELIX_STATE_URL: 'postgres://127.0.0.1:1/db' });
      if (bug !== null) findings.add(document, bug);
    }
    findings.expectNone();
    expect(read).toBeGreaterThan(keys.length);
  });

  it.each(AWS_VARIABLES)('with each value of %s', async (name) => {
    const findings = new Findings();
    // The SDK itself stumbles over a file of that name.
    const texts = VARIABLE_TEXTS.filter((text) => text !== '__proto__' || !name.endsWith('_FILE'));
    for (const value of texts) {
      const changed = { AWS_ENDPOINT_URL_S3: bucket.url, AWS_REGION: 'us-east-1', [name]: value };
      const before = Object.fromEntries(Object.keys(changed).map((key) => [key, process.env[key]]));
      Object.assign(process.env, changed);
      const { fault: bug } = await readState(
        { ...S3, bucket: 'states', endpointUrl: null, region: null },
        process.env,
      );
      for (const [key, old] of Object.entries(before)) {
        if (old === undefined) Reflect.deleteProperty(process.env, key);
        else process.env[key] = old;
      }
      if (bug !== null) findings.add({ path: name, value: JSON.stringify(value) }, bug);
    }
    findings.expectNone();
  });

  it('with each endpoint of an AWS profile, whose file an error names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'helix-profile-'));
    const findings = new Findings();
    for (const [i, value] of ['env:A B', 'a:b', 'ftp://127.0.0.1', 'http://', `${bucket.url}/`].entries()) {
      // The SDK reads a file once.
      const file = join(folder, `config-${i}`);
      writeFileSync(file, `[profile shop]\n${KEYS}endpoint_url = ${value}\n`);
      Object.assign(process.env, { AWS_CONFIG_FILE: file, AWS_PROFILE: 'shop', AWS_REGION: 'us-east-1' });
      const run = await readState({ ...S3, endpointUrl: null, region: null }, process.env);
      const isNamed = run.shown.includes(`\`endpoint_url\` of the profile shop in ${file}`);
      if (run.fault !== null) findings.add({ path: 'endpoint_url', value }, run.fault);
      if (isNamed !== (value !== `${bucket.url}/`)) findings.add({ path: 'endpoint_url', value }, run.shown);
    }
    for (const name of ['AWS_CONFIG_FILE', 'AWS_PROFILE', 'AWS_REGION'])
      Reflect.deleteProperty(process.env, name);
    rmSync(folder, { recursive: true });
    findings.expectNone();
  });

  it('with each URL in a variable, of which no error shows the password', async () => {
    const findings = new Findings();
    const urls = HOSTILE_TEXTS.flatMap((text) => [
      text,
      `postgres://127.0.0.1:1/${text}`,
      `postgres://user:hush-hush${text}@127.0.0.1:1/db`,
      `postgres://127.0.0.1:1/db?sslmode=${text}`,
      `postgres://127.0.0.1:1/db?${text}=1`,
      `postgres://127.0.0.1:1/db?sslrootcert=${text}`,
    ]);
    for (const url of urls) {
      const { fault: bug } = await readState(POSTGRES, { HELIX_STATE_URL: url });
      if (bug !== null) findings.add({ path: url, value: 'HELIX_STATE_URL' }, bug);
    }
    findings.expectNone();
  });

  it.each(POSTGRES_VARIABLES)('with each value of %s', async (name) => {
    const findings = new Findings();
    for (const value of VARIABLE_TEXTS) {
      process.env[name] = value;
      // Each URL has connections of its own, which read the variable.
      const url = `postgres://127.0.0.1:1/${name}${VARIABLE_TEXTS.indexOf(value)}`;
      const { fault: bug } = await readState(POSTGRES, { HELIX_STATE_URL: url });
      if (bug !== null) findings.add({ path: name, value: JSON.stringify(value) }, bug);
    }
    Reflect.deleteProperty(process.env, name);
    findings.expectNone();
  });
});

function stateHead(path: readonly string[], endpointUrl: string): Readonly<Record<string, string>> {
  const backend = backendOf(path[1] ?? '');
  const endpoint = backend === 's3' ? `\nendpoint_url = "${endpointUrl}"` : '';
  return { ...PROJECT, state: `${STATES[backend]}${endpoint}` };
}

interface Read {
  /** The words of the error; empty without one. */
  readonly shown: string;
  readonly fault: string | null;
}

/** Reads a state. Returns the fault of an error that is a bug, or shows a password, and what a library printed. */
async function readState(
  state: StateConfig,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Read> {
  const root = mkdtempSync(join(tmpdir(), 'helix-values-'));
  const consoles = (['log', 'info', 'warn', 'error'] as const).map((method) =>
    jest.spyOn(console, method).mockImplementation(() => undefined),
  );
  try {
    const error = await findReadError(root, state, environment);
    const printed = consoles.flatMap(({ mock }) => mock.calls.map((words) => words.join(' ')));
    if (printed.length > 0) return { shown: '', fault: `prints by itself: ${printed.join('; ')}` };
    if (error === null) return { shown: '', fault: null };
    if (!(error instanceof HelixError)) {
      return { shown: '', fault: error instanceof Error ? (error.stack ?? '') : JSON.stringify(error) };
    }
    const shown = renderError(error, { color: false, width: 500, unicode: true, terminal: false });
    const fault = shown.includes('hush-hush')
      ? `shows the password: ${shown}`
      : weakness({ code: exitCodeOf(error), stdout: '', stderr: shown }, 0);
    return { shown, fault };
  } finally {
    for (const spied of consoles) spied.mockRestore();
    rmSync(root, { recursive: true });
  }
}

async function findReadError(
  root: string,
  state: StateConfig,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<unknown> {
  try {
    const backend = await openStateBackend(
      {
        environment,
        home: null,
        hostname: 'host',
        pid: 1,
        processExists: () => true,
        clock: new PassingClock(),
        random: new SystemRandom(),
        userConfig: () => Promise.resolve(null),
      },
      { root, project: 'shop', state, scope: 'shared' },
    );
    await backend.store('default').read();
    return null;
  } catch (error) {
    return error;
  }
}
