import { readConfig } from '../../read-config';
import { wrongTypes } from '../../__tests__/wrong-types';

const PROJECT = '[project]\nname = "shop"\n[local.dev]\nport = 6970\n';
const BLUEPRINT = '[blueprint]\nname = "api"\n[deploy.api]\nprovider = "aws"\n';

function read(files: { helix?: string; blueprint?: string; cargo?: string }) {
  const { helix, blueprint, cargo } = files;
  const sources = {
    ...(helix !== undefined && { helixToml: { file: 'helix.toml', text: helix } }),
    ...(blueprint !== undefined && { blueprint: { file: 'Blueprint.toml', text: blueprint } }),
    ...(cargo !== undefined && { cargo: { file: 'Cargo.toml', text: cargo } }),
  };
  return readConfig(sources, { environment: null, helixCloudUrl: null });
}

/** The `[build]` of a helix.toml that has no problems. */
function buildOf(text: string) {
  const { config, problems } = read({ helix: `${PROJECT}${text}` });
  expect(problems).toEqual([]);
  return config?.build;
}

/** The problems of a helix.toml, each as `line: code: message`. */
function problemsOf(text: string): string[] {
  const { problems } = read({ helix: `${PROJECT}${text}` });
  return problems.map(({ place, severity, message }) => `${severity} ${place?.line}: ${message}`);
}

test('a project without the table is built by the engine, two images at a time, for half an hour at most', () => {
  expect(buildOf('')).toEqual({
    builder: null,
    cache: null,
    timeoutSeconds: 1800,
    parallel: 2,
    provenance: 'none',
    keepGb: 20,
    rebuild: 0,
    buildxKeys: [],
  });
});

test('a remote builder is read with its certificates and platforms', () => {
  const text = `[build]
builder = "remote:arm"
[build.remotes.arm]
endpoint = "tcp://build.example.com:1234"
cacert = "certs/ca.pem"
cert = "certs/cert.pem"
key = "certs/key.pem"
platforms = ["linux/arm64"]
`;
  expect(buildOf(text)).toMatchObject({
    builder: {
      type: 'remote',
      name: 'arm',
      endpoint: 'tcp://build.example.com:1234',
      tls: { cacert: 'certs/ca.pem', client: { cert: 'certs/cert.pem', key: 'certs/key.pem' } },
      platforms: ['linux/arm64'],
    },
    buildxKeys: [{ key: 'build.builder', source: { file: 'helix.toml', line: 6 } }],
  });
});

test('each type of cache has its own keys and defaults', () => {
  const cacheOf = (keys: string) => buildOf(`[build.cache]\n${keys}\n`)?.cache;
  expect(cacheOf('type = "registry"\nref = "ghcr.io/acme/cache"\nmode = "min"')).toEqual({
    type: 'registry',
    mode: 'min',
    ref: 'ghcr.io/acme/cache',
  });
  expect(cacheOf('type = "s3"\nbucket = "b"\nendpoint_url = "http://127.0.0.1:9000/"')).toEqual({
    type: 's3',
    mode: 'max',
    bucket: 'b',
    prefix: '',
    region: 'us-east-1',
    endpointUrl: 'http://127.0.0.1:9000',
    account: 'aws',
  });
  expect(cacheOf('type = "gcs"\nbucket = "b"\nprefix = "shop/"')).toEqual({
    type: 'gcs',
    mode: 'max',
    bucket: 'b',
    prefix: 'shop/',
    account: 'google',
  });
  expect(cacheOf('type = "local"')).toEqual({ type: 'local', mode: 'max', path: '.helix/build-cache' });
});

test('a blueprint and the blueprint of a Cargo.toml have the table too', () => {
  expect(read({ blueprint: `${BLUEPRINT}[build]\ntimeout = "2h"\n` }).config?.build.timeoutSeconds).toBe(
    7200,
  );
  const cargo = `${BLUEPRINT}[build]\nrebuild = 3\n`.replaceAll(/^\[/gm, '[package.metadata.blueprint.');
  const inCargo = cargo.replace('[package.metadata.blueprint.blueprint]', '[package.metadata.blueprint]');
  expect(read({ cargo: inCargo }).config?.build.rebuild).toBe(3);
});

test('a second table in the other file is an error', () => {
  const { config, problems } = read({
    helix: `${PROJECT}[build]\nparallel = 1\n`,
    blueprint: `${BLUEPRINT}[build]\nparallel = 2\n`,
  });
  expect(config).toBeNull();
  expect(problems).toMatchObject([
    {
      message: '`[build]` is in helix.toml and in Blueprint.toml.',
      place: { file: 'Blueprint.toml', line: 5 },
    },
  ]);
});

test('a builder that is not declared names the nearest one', () => {
  const { problems } = read({
    helix: `${PROJECT}[build]\nbuilder = "remote:am"\n[build.remotes.arm]\nendpoint = "ssh://b.example.com"\n`,
  });
  expect(problems).toMatchObject([
    {
      severity: 'error',
      message: 'There is no `[build.remotes.am]`.',
      hint: 'Did you mean `arm`?',
      place: { line: 6 },
    },
  ]);
});

test('certificates that cannot be used together are reported, one by one', () => {
  expect(problemsOf('[build.remotes.a]\nendpoint = "tcp://b.example.com:1"\ncert = "c.pem"\n')).toEqual([
    'error 5: `[build.remotes.a]` needs `cacert`: a client certificate is sent only to a server that is known.',
    'error 5: `[build.remotes.a]` needs `key`: it has a `cert`.',
  ]);
  expect(problemsOf('[build.remotes.a]\nendpoint = "unix:///run/b.sock"\ncacert = "c.pem"\n')).toEqual([
    'warning 7: `build.remotes.a.cacert` has no effect: `unix:///run/b.sock` is not a `tcp://` address.',
  ]);
});

test('a builder of another host without TLS is a warning', () => {
  expect(problemsOf('[build.remotes.a]\nendpoint = "tcp://10.0.0.7:1234"\n')).toEqual([
    'warning 6: `build.remotes.a.endpoint` has no TLS: anyone on the network path can read and change what is built.',
  ]);
  expect(problemsOf('[build.remotes.a]\nendpoint = "tcp://127.0.0.1:1234"\n')).toEqual([]);
});

test('a cache without its place, or in a place that is built, is an error', () => {
  expect(problemsOf('[build.cache]\ntype = "registry"\n')).toEqual([
    'error 5: `[build.cache]` needs `ref`: it is of type `registry`.',
  ]);
  expect(problemsOf('[build.cache]\ntype = "s3"\n')).toEqual([
    'error 5: `[build.cache]` needs `bucket`: it is of type `s3`.',
  ]);
  expect(problemsOf('[build.cache]\ntype = "local"\npath = "cache"\n')).toEqual([
    'error 7: `build.cache.path` is `cache`: a cache there would be a part of what is built.',
  ]);
  expect(problemsOf('[build.cache]\ntype = "registry"\nref = "Ghcr.io/Acme/Cache"\n')).toEqual([
    'error 7: `Ghcr.io/Acme/Cache` is not an image reference.',
  ]);
});

test('a key of another type of cache is a warning', () => {
  expect(problemsOf('[build.cache]\ntype = "local"\nbucket = "b"\n')).toEqual([
    'warning 7: `build.cache.bucket` is not supported by a cache of type `local`.',
  ]);
});

test.each(wrongTypes('build.schema.json', 'name', ['build']))(
  '$path of a wrong type is one error, on its line',
  ({ text, line }) => {
    const errors = read({ helix: `${text}\n${PROJECT}` }).problems.filter(
      ({ severity }) => severity === 'error',
    );
    expect(errors).toMatchObject([{ place: { line } }]);
  },
);

const REGISTRY = '[cloud.api.ghcr]\nrepository_name = "acme/api"\n';

/** The errors of a helix.toml with an image for a registry, each with its line. */
function errorsOf(keys: string, build = ''): string[] {
  const { problems } = read({ helix: `[project]\nname = "shop"\n${REGISTRY}${keys}\n${build}` });
  const errors = problems.filter(({ severity }) => severity === 'error');
  return errors.map(({ place, message }) => `${place?.line}: ${message}`);
}

test('the platforms of an image are read without duplicates, in one order', () => {
  const keys = 'platforms = ["linux/arm64", "linux/amd64", "linux/arm64"]';
  const { config } = read({ helix: `[project]\nname = "shop"\n${REGISTRY}${keys}\n` });
  expect(config?.instances).toMatchObject([{ build: { platforms: ['linux/amd64', 'linux/arm64'] } }]);
});

test('one platform and several are a contradiction', () => {
  expect(errorsOf('platform = "linux/amd64"\nplatforms = ["linux/amd64"]')).toEqual([
    '6: `cloud.api.ghcr` has both `platform` and `platforms`.',
  ]);
});

test('an image of this host has one platform', () => {
  expect(
    problemsOf('[local.api]\nport = 7000\nbuild_mode = "dev"\nplatforms = ["linux/amd64", "linux/arm64"]\n'),
  ).toEqual([
    'error 8: `local.api.platforms` names 2 platforms, but the engine of this host keeps one of an image.',
  ]);
});

test('the platforms of a machine have its own among them', () => {
  const { problems } = read({
    blueprint: `${BLUEPRINT}platforms = ["linux/arm64"]\n`,
  });
  expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([
    { message: '`platforms` lacks `linux/amd64`, on which the machine runs.', place: { line: 5 } },
  ]);
});

test('the engine itself cannot build several platforms, nor export a cache', () => {
  const platforms = 'platforms = ["linux/amd64", "linux/arm64"]';
  expect(errorsOf(platforms, '[build]\nbuilder = "local"\n')).toEqual([
    '3: `build.builder` is `local`, which cannot build `api` with 2 platforms.',
  ]);
  expect(errorsOf('', '[build]\nbuilder = "local"\n[build.cache]\ntype = "local"\n')).toEqual([
    '3: `build.builder` is `local`, which cannot build `api` with `[build.cache]`.',
  ]);
  expect(errorsOf(platforms)).toEqual([]);
});

test('provenance that would publish the value of a reference is an error', () => {
  const args = 'build_args = { TOKEN = "env:TOKEN" }';
  expect(errorsOf(args, '[build]\nprovenance = "max"\n')).toEqual([
    '3: `build.provenance` is `max`, which publishes `build_args.TOKEN` of `api`.',
  ]);
  expect(errorsOf(args, '[build]\nprovenance = "min"\n')).toEqual([]);
});
