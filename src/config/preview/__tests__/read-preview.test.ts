import type { Problem } from '../../../errors';
import type { Config } from '../../config';
import { readConfig } from '../../read-config';
import { wrongTypes } from '../../__tests__/wrong-types';
import { previewNumber, previewWorkspace } from '../preview-workspace';

const BASE = `[project]
name = "shop"
[cloud.web.helix]
cluster_id = "shop-web"
protect = true
[cloud.dev.helix]
cluster_id = "shop-dev"
preview = true
[cloud.images.ghcr]
repository_name = "acme/shop"
[local.box]
port = 7001
[deploy.api]
provider = "aws"
region = "us-east-1"
cpu = 2
memory_gb = 4
storage_gb = 20
image = "nginx:1.27"
`;

function read(table: string, isPreview = false): { config: Config | null; problems: readonly Problem[] } {
  const helixToml = { file: 'helix.toml', text: `${BASE}${table}` };
  return readConfig({ helixToml }, { environment: null, helixCloudUrl: null, isPreview });
}

function errorsIn(table: string): readonly Problem[] {
  return read(table).problems.filter(({ severity }) => severity === 'error');
}

test('without the table there are no previews', () => {
  expect(read('').config?.preview).toBeNull();
});

test('copies what is marked, for a day, five at a time, without a label', () => {
  expect(read('[preview]\n').config?.preview).toMatchObject({
    from: ['dev'],
    ttlSeconds: 86_400,
    max: { value: 5 },
    maxMonthlyUsd: null,
    label: null,
  });
});

test('copies what is named instead of what is marked', () => {
  expect(read('[preview]\nfrom = ["web", "api"]\n').config?.preview?.from).toEqual(['web', 'api']);
});

test('a preview has copies alone: unprotected, with its lifetime, and with what is laid over them', () => {
  const table = '[preview]\nfrom = ["web", "api", "box"]\nttl = "2h"\nsize = "small"\nspot = true\n';
  expect(read(table, true).config?.instances).toMatchObject([
    { name: 'box', ttlSeconds: 7200 },
    { name: 'web', size: 'small', protect: false, ttlSeconds: 7200 },
    { name: 'api', spot: true, protect: false, ttlSeconds: 7200 },
  ]);
  expect(read(table).config?.instances).toHaveLength(5);
});

test('the profile of previews is laid over their machines', () => {
  const helixToml = {
    file: 'helix.toml',
    text: '[project]\nname = "shop"\n[preview]\nfrom = ["api"]\nprofile = "min"\n',
  };
  const text = `[blueprint]
name = "shop"
[blueprint.resources]
min_cpu = 1
recommended_cpu = 8
[deploy.api]
provider = "aws"
profile = "recommended"
`;
  const cpus = [false, true].map((isPreview) => {
    const blueprint = { file: 'Blueprint.toml', text };
    const options = { environment: null, helixCloudUrl: null, isPreview };
    const { config } = readConfig({ helixToml, blueprint }, options);
    return config?.instances.map((one) => (one.kind === 'deploy' ? one.cpu : null));
  });
  expect(cpus).toEqual([[8], [1]]);
});

test.each([
  ['from = ["wbe"]', 'unknown-instance', 'Did you mean'],
  ['from = ["images"]', 'no-preview', 'Clusters with a `cluster_id`'],
  ['ttl = "5 minutes"', 'bad-duration', '30min'],
  ['label = " x"', 'bad-value', 'without spaces'],
  ['lable = "x"', 'unknown-key', 'label'],
])('%s is one error, at its place', (line, code, hint) => {
  const errors = errorsIn(`[preview]\n${line}\n`);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({ place: { file: 'helix.toml', line: 21 } });
  expect(errors[0]?.hint ?? '').toContain(hint);
  expect(errors[0]?.code).toBe(code);
});

test('a size that the region does not have is an error in [preview]', () => {
  const region = {
    id: 'us-east-1',
    default: true,
    sizes: [{ id: 'small', vcpu: 1, memoryGb: 1, usdPerHour: '0.1', default: true }],
  };
  const lock = {
    file: 'helix.lock.json',
    text: JSON.stringify({
      format: 1,
      choices: {},
      helixCloud: {
        endpoint: 'https://cloud.helix-db.com',
        fetchedAt: '2026-11-18T00:00:00Z',
        regions: [region],
      },
    }),
  };
  const helixToml = { file: 'helix.toml', text: `${BASE}[preview]\nfrom = ["web"]\nsize = "hug"\n` };
  const { problems } = readConfig({ helixToml, lock }, { environment: null, helixCloudUrl: null });
  expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([
    { code: 'unknown-size', place: { line: 22 } },
  ]);
});

test('a table that copies nothing is a warning', () => {
  const { problems } = readConfig(
    {
      helixToml: {
        file: 'helix.toml',
        text: '[project]\nname = "shop"\n[cloud.web.helix]\ncluster_id = "a"\n[preview]\n',
      },
    },
    { environment: null, helixCloudUrl: null },
  );
  expect(problems).toMatchObject([{ severity: 'warning', code: 'nothing-to-preview' }]);
});

test.each(wrongTypes('preview.schema.json', 'name', ['preview']))(
  'is one problem, on its line, with a wrong type: $path',
  ({ text, line }) => {
    const helixToml = {
      file: 'helix.toml',
      text: `${text}\n[project]\nname = "shop"\n[cloud.web.helix]\ncluster_id = "a"\n`,
    };
    const { problems } = readConfig({ helixToml }, { environment: null, helixCloudUrl: null });
    expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([{ place: { line } }]);
  },
);

test('the workspace of a preview is known by its name, and no other workspace is', () => {
  expect(previewNumber(previewWorkspace(7))).toBe(7);
  expect(
    ['pr-0', 'pr-07', 'pr-', 'pr-7a', 'PR-7', 'xpr-7', 'default', 'pr-12345678901'].map(previewNumber),
  ).toEqual(Array(8).fill(null));
});
