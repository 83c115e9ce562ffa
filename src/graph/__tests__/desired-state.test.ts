import { readConfig } from '../../config/read-config';
import { buildTree } from '../build-tree';
import { desiredStateOf } from '../desired-state-of';
import type { DesiredState } from '../desired-state';

function desired(
  helixToml: string,
  options: { workspace?: string; queries?: Record<string, string> } = {},
): DesiredState {
  const { config, problems } = readConfig(
    { helixToml: { file: 'helix.toml', text: `[project]\nname = "papertrail"\n${helixToml}` } },
    { environment: null, helixCloudUrl: null },
  );
  if (config === null) throw new Error(JSON.stringify(problems));
  const contents = {
    queries: options.queries ?? {},
    contexts: {},
    envFileNames: [],
    dataFolders: new Set<string>(),
  };
  const workspace = options.workspace ?? 'default';
  return desiredStateOf(buildTree({ config, contents, workspace, choices: new Map(), volumes: new Map() }));
}

const HELIX = '[cloud.production.helix]\ncluster_id = "abc"\n';
const QUERIES = { 'schema.hx': 'd1' };
const ECR = `[cloud.images.ecr]
repository_name = "papertrail"
region = "eu-west-1"
auth_type = "AwsCli"
`;

describe('desired state', () => {
  it('has one cluster for [cloud.N.helix], with its queries as an attribute', () => {
    const { resources } = desired(HELIX, { queries: { 'schema.hx': 'd1' } });
    expect(resources).toMatchObject([
      {
        address: 'cluster.production',
        engine: 'helix-cloud',
        inputs: { cluster_id: 'abc', queries: { 'schema.hx': 'd1' } },
      },
    ]);
  });

  it('derives ids and names from the workspace, so that a preview never touches production', () => {
    const { resources } = desired(HELIX + ECR, { workspace: 'pr-7', queries: QUERIES });
    expect(
      resources.map(({ inputs }) => inputs['cluster_id'] ?? inputs['name'] ?? inputs['repository']),
    ).toEqual(['abc-pr-7', 'papertrail-pr-7', 'papertrail-pr-7']);
  });

  it('pushes an image to an ECR repository: the repository comes first', () => {
    const { resources } = desired(ECR, { queries: QUERIES });
    expect(resources.map(({ address, engine, dependsOn }) => [address, engine, dependsOn])).toEqual([
      ['registry_repo.images', 'terraform', []],
      ['image.images', 'docker', ['registry_repo.images']],
    ]);
  });

  it('knows that an image must be rebuilt when a query changes, and only then', () => {
    const digest = (text: string) =>
      desired(ECR, { queries: { 'a.hx': text } }).resources[1]?.inputs['digest'];
    expect(digest('1')).toBe(digest('1'));
    expect(digest('1')).not.toBe(digest('2'));
  });

  it('keeps local containers to the machine', () => {
    const { resources } = desired('[local.dev]\nport = 6969\n');
    expect(resources.map(({ address, scope }) => [address, scope])).toEqual([
      ['image.dev', 'local'],
      ['instance.dev', 'local'],
    ]);
  });

  it('shows an enterprise cluster, and never more', () => {
    expect(desired('[enterprise.prod]\ncluster_id = "e-1"\n').resources).toMatchObject([
      { address: 'cluster.prod', readOnly: true },
    ]);
  });

  it('holds a TTL as a policy of its own with an edge to what it ends', () => {
    const { resources, ttlPolicies } = desired(`${HELIX}ttl = "12h"\n`);
    expect(ttlPolicies).toEqual([
      { address: 'ttl_policy.production', target: 'cluster.production', seconds: 43_200 },
    ]);
    expect(resources[0]?.ttlSeconds).toBe(43_200);
  });

  it('never holds a secret: what looks like one is a fingerprint', () => {
    const env =
      '[cloud.production.helix.env_vars]\nAPI_TOKEN = "hunter2hunter2"\nREGION = "eu"\nKEY = "env:MY_KEY"\n';
    const text = JSON.stringify(desired(HELIX + env));
    expect(text).not.toContain('hunter2');
    expect(text).toContain('"API_TOKEN":"secret:');
    expect(text).toContain('"REGION":"literal:eu"');
    expect(text).toContain('"KEY":"env:MY_KEY"');
  });

  it('builds 10,000 clusters without growing faster than their number', () => {
    const tables = Array.from({ length: 10_000 }, (_, n) => `[cloud.c${n}.helix]\ncluster_id = "id-${n}"\n`);
    expect(desired(tables.join('')).resources).toHaveLength(10_000);
  });
});
