import type { Problem } from '../../../errors';
import { ProblemList } from '../../validation/problems';
import { parseToml } from '../../text/document';
import { readBlueprint, nothingToDeploy } from '../blueprint';
import { readDeployments } from '../read-deployments';

interface Files {
  readonly blueprint?: string;
  readonly cargo?: string;
  readonly helix?: string;
  readonly environment?: string;
}

function read({ blueprint, cargo, helix, environment = '' }: Files) {
  const problems = new ProblemList();
  const source = (file: string, text: string | undefined) =>
    text === undefined ? undefined : { file, text };
  const deployments = readDeployments(
    {
      helixToml: helix === undefined ? null : parseToml({ file: 'helix.toml', text: helix }).document,
      blueprint: source('Blueprint.toml', blueprint),
      cargo: source('Cargo.toml', cargo),
    },
    { lifetime: { ttlSeconds: null, protect: false }, tags: {} },
    { environment: environment === '' ? null : environment },
    problems,
  );
  return { ...deployments, problems: problems.toArray() };
}

const summaries = (problems: readonly Problem[]) =>
  problems.map(({ severity, code, place }) => [severity, code, place?.line]);

const SERVICE = `
min_cpu = 1
min_memory_gb = 2
recommended_cpu = 8.0
recommended_memory_gb = 32
recommended_storage_gb = 500
`;

describe('readBlueprint', () => {
  it('reads the same from Blueprint.toml and from the metadata of Cargo.toml', () => {
    const tables = (prefix: string, deploy: string) => `
[package]
name = "squares"
[${prefix}]
[${prefix}.resources]${SERVICE}network = { public_ip = false, bandwidth_tier = "Premium" }
[${prefix}.health]
http_port = 9000
[${prefix}.deployment]
preferred_regions = ["us-central1", "eu-west-1"]
[${deploy}.api]
provider = "aws"
`;
    const own = read({ blueprint: tables('blueprint', 'deploy') });
    const cargo = read({ cargo: tables('package.metadata.blueprint', 'package.metadata.blueprint.deploy') });
    expect(own.problems).toEqual([]);
    expect(own.blueprint?.name).toBe('squares');
    expect(own.instances).toMatchObject([
      {
        name: 'api',
        provider: 'aws',
        region: 'eu-west-1',
        profile: 'recommended',
        cpu: 8,
        memoryGb: 32,
        storageGb: 500,
        gpuCount: 0,
        publicIp: false,
        bandwidthTier: 'premium',
        health: {
          endpoint: '/health',
          port: 9000,
          intervalSeconds: 30,
          timeoutSeconds: 5,
          unhealthyThreshold: 3,
        },
        source: { file: 'Blueprint.toml', line: 16, column: 1 },
      },
    ]);
    expect(cargo.problems).toEqual([]);
    expect(cargo.instances).toMatchObject(own.instances.map(({ source: _, ...instance }) => instance));
    expect(cargo.blueprint?.name).toBe('squares');
  });

  it('reads the other deployment form: ports, health, hints', () => {
    const { instances, problems } = read({
      cargo: `
[package.metadata.blueprint.deployment]
service_type = "web"
ports = [{ port = 9000 }, { port = 9001, purpose = "metrics" }, { port = 9002, purpose = "p2p", protocol = "tcp" },
  { port = 9003, protocol = "udp" }]
[package.metadata.blueprint.deployment.health]
http_endpoint = "/up"
[package.metadata.blueprint.deployment.operator_hints]
allow_spot = true
max_hourly_cost = 2
requires_gpu = true
[package.metadata.blueprint.deploy.api]
provider = "google"
`,
    });
    expect(instances).toMatchObject([
      { ports: [9000, 9002], spot: true, gpuCount: 1, health: { endpoint: '/up', port: 9000 } },
    ]);
    expect(summaries(problems)).toEqual([
      ['note', 'not-used', 3],
      ['warning', 'not-enforced', 10],
    ]);
  });

  it('takes the name of the project from the package, then from the blueprint', () => {
    const name = (text: string) => read({ blueprint: text }).blueprint?.name;
    expect(name('[package]\nname = "a"\n[blueprint]\nname = "b"')).toBe('a');
    expect(name('[blueprint]\nname = "b"')).toBe('b');
    expect(name('[blueprint]')).toBeNull();
  });

  it('warns of an unknown key of the blueprint, and reads the rest', () => {
    const { blueprint, problems } = read({
      blueprint: '[blueprint]\nname = "a"\nfoo = 1\n[blueprint.resources]\nmin_cpus = 2',
    });
    expect(blueprint?.name).toBe('a');
    expect(problems).toMatchObject([
      { severity: 'warning', code: 'unknown-key', place: { line: 3 } },
      { severity: 'warning', code: 'unknown-key', place: { line: 5 }, hint: 'Did you mean `min_cpu`?' },
    ]);
  });

  it.each([
    ['[blueprint]\nprotct = true', 'unknown-key', 2],
    ['[blueprint.deploy.api]', 'unknown-table', 1],
    ['[blueprint]\n[deply.api]', 'unknown-table', 2],
    ['[blueprint.resources]\nmin_cpu = nan', 'wrong-type', 2],
    ['[blueprint.resources]\nmin_cpu = inf', 'wrong-type', 2],
    ['[blueprint.resources]\nmin_memory_gb = -1', 'out-of-range', 2],
    ['[blueprint.resources]\nmin_cpu = 0.05', 'out-of-range', 2],
    ['[blueprint.resources]\ngpu_count = 9', 'out-of-range', 2],
    ['[blueprint.health]\nhttp_port = 70000', 'out-of-range', 2],
    ['[blueprint.health]\nhttp_endpoint = "health"', 'bad-value', 2],
    ['[blueprint.resources]\nbandwidth_tier = "premum"', 'not-allowed', 2],
    ['[blueprint.resources]\nmin_cpu = 4\nrecommended_cpu = 2', 'recommended-below-min', 3],
    ['[blueprint.resources]\npublic_ip = true\nnetwork.public_ip = false', 'contradiction', 3],
    ['[blueprint.environments.dev]\nttl_hours = 0', 'out-of-range', 2],
    ['[blueprint.environments.dev]\nttl = "5m"', 'bad-duration', 2],
    [
      '[blueprint.resources]\nrecommended_cpu = 4\n[blueprint.environments.dev]\nmin_cpu = 8',
      'recommended-below-min',
      4,
    ],
    ['[blueprint]\nname = ', 'toml-syntax', 2],
  ])('refuses %j', (blueprint, code, line) => {
    expect(summaries(read({ blueprint }).problems)).toEqual([['error', code, line]]);
  });

  it('names both lines if recommended is below min', () => {
    const { problems } = read({ blueprint: '[blueprint.resources]\nmin_cpu = 4\n\nrecommended_cpu = 2' });
    expect(problems[0]?.message).toBe('`recommended_cpu` is 2 (line 4), below `min_cpu`, 4 (line 2).');
  });

  it('reports all problems of both kinds in one run', () => {
    const { problems } = read({
      blueprint: `[blueprint.resources]
min_cpu = "2"
min_memory_gb = 8
recommended_memory_gb = 4
[deploy.api]
provider = "aws"
region = "us-central1"
[deploy."../x"]
[deploy.web]
cpu = true
ttl = "7m"
`,
    });
    expect(summaries(problems)).toEqual([
      ['error', 'wrong-type', 2],
      ['error', 'recommended-below-min', 4],
      ['error', 'bad-region', 7],
      ['error', 'path-traversal', 8],
      ['error', 'wrong-type', 10],
      ['error', 'bad-duration', 11],
    ]);
  });

  it('refuses the requirements form, and prints the equivalent Blueprint.toml', () => {
    const { blueprint, problems } = read({
      blueprint:
        '[metadata]\nname = "svc"\n[requirements.minimum.compute]\ncpu_cores = 1.5\n[requirements.recommended.storage]\ndisk_gb = 50',
    });
    expect(blueprint).toBeNull();
    expect(summaries(problems)).toEqual([['error', 'requirements-schema', 3]]);
    const lines = problems[0]?.hint?.replace('Write this instead:\n', '') ?? '';
    expect(lines).toBe(
      '[blueprint]\nname = "svc"\n\n[blueprint.resources]\nmin_cpu = 1.5\nmin_memory_gb = 1\nmin_storage_gb = 5\n' +
        'recommended_cpu = 2\nrecommended_memory_gb = 4\nrecommended_storage_gb = 50',
    );
    expect(read({ blueprint: lines }).problems).toEqual([]);
  });

  it('recognizes the Blueprint.toml of another program, which does not disturb a project', () => {
    const image =
      'name = "base"\nversion = "0.0.1"\n[[packages]]\nname = "tmux"\n[customizations]\nhostname = "box"';
    expect(read({ blueprint: image }).problems).toMatchObject([
      {
        severity: 'error',
        code: 'foreign-file',
        message: expect.stringContaining('operating system image') as unknown,
      },
    ]);
    expect(summaries(read({ blueprint: '[latex]\nx = 1' }).problems)).toEqual([['error', 'foreign-file', 1]]);
    const beside = read({ blueprint: image, helix: '[deploy.api]\nprovider = "aws"' });
    expect(summaries(beside.problems)).toEqual([['note', 'foreign-file', 1]]);
    expect(beside.instances).toHaveLength(1);
  });

  it('reads only Blueprint.toml if Cargo.toml also has a blueprint, and reports it', () => {
    const { blueprint, problems } = read({
      blueprint: '[blueprint]\nname = "own"',
      cargo: '[package]\nname = "crate"\n[package.metadata.blueprint.resources]\nmin_cpu = 2',
    });
    expect(blueprint?.name).toBe('own');
    expect(problems).toMatchObject([{ severity: 'note', code: 'not-used', place: { file: 'Cargo.toml' } }]);
    expect(read({ blueprint: '[blueprint]', cargo: '[package]\nname = "crate"' }).problems).toEqual([]);
  });

  it('reports nothing for a Cargo.toml without a blueprint', () => {
    expect(
      readBlueprint({ file: 'Cargo.toml', text: '[package]\nname = "a"' }, 'cargo', { environment: null }),
    ).toEqual({
      blueprint: null,
      problems: [],
    });
  });

  it('refuses an unknown environment', () => {
    const blueprint = '[blueprint.environments.staging]\n[blueprint.environments.production]';
    expect(read({ blueprint, environment: 'staging' }).problems).toEqual([]);
    expect(read({ blueprint, environment: 'stagng' }).problems).toMatchObject([
      {
        code: 'unknown-environment',
        hint: 'Did you mean `staging`?',
        place: { file: 'Blueprint.toml', line: 1 },
      },
    ]);
    expect(read({ helix: '[project]', environment: 'staging' }).problems).toMatchObject([
      { code: 'unknown-environment', place: { file: 'helix.toml', line: 1 } },
    ]);
  });

  it('shows the lines to add if nothing is deployed', () => {
    const own = read({ blueprint: '[blueprint]\nname = "a"' }).blueprint!;
    const cargo = read({ cargo: '[package.metadata.blueprint]\nid = 1' }).blueprint!;
    expect(nothingToDeploy(own.deploy)).toMatchObject({
      code: 'nothing-to-deploy',
      hint: 'Add a machine, with a name of your choice:\n[deploy.api]\nprovider = "aws"\nregion = "us-east-1"',
    });
    expect(nothingToDeploy(cargo.deploy).hint).toContain('[package.metadata.blueprint.deploy.api]');
  });
});
