import { readConfig } from '../../read-config';

const CLUSTER = '[project]\nname = "papertrail"\n[cloud.a.helix]\ncluster_id = "a"\n';

function read(table: string) {
  return readConfig(
    { helixToml: { file: 'helix.toml', text: `${CLUSTER}[state]\n${table}` } },
    { environment: null, helixCloudUrl: null },
  );
}

function stateOf(table: string) {
  const { config, problems } = read(table);
  if (config === null) throw new Error(JSON.stringify(problems));
  return config.state;
}

/** Returns the problems of a table, as one line each; the lines of the table count from 6. */
function problemsOf(table: string): string[] {
  return read(table).problems.map(
    ({ severity, code, message, hint, place }) =>
      `${place?.line ?? 0} ${severity} ${code}: ${message} ${hint ?? ''} ${place?.text ?? ''}`,
  );
}

test('without settings the state is local and plain', () => {
  expect(stateOf('')).toEqual({ backend: 'local', encryption: null });
  expect(readConfig({ helixToml: { file: 'helix.toml', text: CLUSTER } }, { environment: null, helixCloudUrl: null }).config?.state).toEqual({ backend: 'local', encryption: null }); // oxfmt-ignore
});

test('s3 takes its defaults from the project and the environment', () => {
  expect(stateOf('backend = "s3"\nbucket = "acme"')).toEqual({
    backend: 's3',
    bucket: 'acme',
    key: 'papertrail',
    region: null,
    endpointUrl: null,
    serverSideEncryption: null,
    kmsKeyId: null,
    account: 'aws',
    encryption: null,
  });
  const kms = 'backend = "s3"\nbucket = "acme"\nkey = "/teams/paper/"\nkms_key_id = "alias/helix"';
  expect(stateOf(kms)).toMatchObject({
    key: 'teams/paper',
    serverSideEncryption: 'aws:kms',
    kmsKeyId: 'alias/helix',
  });
});

test('postgres takes its URL from a variable, or as it is when it holds no password', () => {
  expect(stateOf('backend = "postgres"\nurl = "env:DB"')).toEqual({
    backend: 'postgres',
    key: 'papertrail',
    url: { variable: 'DB' },
    schema: 'helix',
    account: null,
    encryption: null,
  });
  expect(stateOf('backend = "postgres"\nurl = "postgres://helix@db.example.com/state"')).toMatchObject({
    url: { url: 'postgres://helix@db.example.com/state' },
  });
});

test('encryption names variables, for every backend', () => {
  expect(stateOf('encryption = { key = "env:NEW", previous_key = "env:OLD" }')).toEqual({
    backend: 'local',
    encryption: { key: 'NEW', previousKey: 'OLD' },
  });
  expect(stateOf('encryption = { previous_key = "env:OLD" }').encryption).toEqual({
    key: null,
    previousKey: 'OLD',
  });
});

test('all problems are reported in one run, each at its line', () => {
  expect(
    problemsOf(
      'backend = "s3"\nkey = "a//b"\nendpoint_url = "minio"\nregion = 7\nencryption = { key = "hunter2" }',
    ),
  ).toEqual([
    expect.stringMatching(/^5 error missing-key: `\[state\]` needs `bucket`/),
    expect.stringMatching(/^7 error bad-value: `state.key`/),
    expect.stringMatching(/^8 error bad-endpoint: `state.endpoint_url`/),
    expect.stringMatching(/^9 error wrong-type: `state.region`/),
    expect.stringMatching(/^10 error literal-secret: `state.encryption.key`/),
  ]);
});

test.each([
  [
    'an unknown backend',
    'backend = "s4"',
    /^6 error not-allowed: `state.backend`.*`local`, `s3`, `postgres`/,
  ],
  ['no URL', 'backend = "postgres"', /^5 error missing-key: `\[state\]` needs `url`.*env:HELIX_STATE_URL/],
  ['a bad reference', 'backend = "postgres"\nurl = "env:9-1"', /^7 error bad-reference: `state.url`/],
  ['another scheme', 'backend = "postgres"\nurl = "mysql://db/x"', /^7 error bad-endpoint: `state.url`/],
  [
    'a bad schema',
    'backend = "postgres"\nurl = "env:A"\nschema = "A-b"',
    /^8 error bad-value: `state.schema`/,
  ],
  ['a bad key reference', 'encryption = { key = "env:" }', /^6 error bad-reference: `state.encryption.key`/],
  ['no key', 'encryption = {}', /^6 error missing-key: `state.encryption` does not name a key/],
  ['AES256 with a KMS key', 'backend = "s3"\nbucket = "b"\nkms_key_id = "k"\nserver_side_encryption = "AES256"', /^9 error bad-value/], // oxfmt-ignore
  [
    'a misspelt key',
    'backend = "s3"\nbuket = "b"\nbucket = "b"',
    /^7 error unknown-key.*Did you mean `bucket`/,
  ],
  ['a key of another backend', 'bucket = "b"', /^6 warning misplaced-key: `state.bucket`.*`backend = "s3"`/],
  ['plain http', 'backend = "s3"\nbucket = "b"\nendpoint_url = "http://minio.example.com"', /^8 warning insecure-endpoint/], // oxfmt-ignore
])('%s is reported', (_, table, line) => {
  expect(problemsOf(table)).toEqual([expect.stringMatching(line)]);
});

test('http on this host is allowed', () => {
  expect(problemsOf('backend = "s3"\nbucket = "b"\nendpoint_url = "http://127.0.0.1:9000"')).toEqual([]);
});

test.each([
  ['backend = "postgres"\nurl = "postgres://helix:hunter2@db/state"'],
  ['backend = "postgres"\nurl = "postgres://helix:hun/hunter2@db/state"'],
  ['backend = "postgres"\nurl = "postgresql://db/state?user=helix&password=hunter2"'],
  ['backend = "s3"\nbucket = "b"\nendpoint_url = "https://me:hunter2@minio"'],
  ['encryption = { key = "hunter2hunter2hunter2hunter2hunter2hunter2hu=" }'],
])('a secret in the file is an error that does not repeat it: %s', (table) => {
  const [line, ...others] = problemsOf(table);
  expect(others).toEqual([]);
  expect(line).toMatch(/error literal-secret: .*(env:HELIX_STATE|AWS_SECRET_ACCESS_KEY)/);
  expect(line).not.toContain('hunter2');
});
