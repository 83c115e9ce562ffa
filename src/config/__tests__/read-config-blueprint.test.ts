import { readConfig } from '../read-config';
import type { ConfigSources } from '../sources';

const read = (
  files: { helixToml?: string; blueprint?: string; cargo?: string },
  environment: string | null = null,
) => {
  const names = { helixToml: 'helix.toml', blueprint: 'Blueprint.toml', cargo: 'Cargo.toml' };
  const sources = Object.fromEntries(
    Object.entries(files).map(([key, text]) => [key, { file: names[key as keyof typeof names], text }]),
  ) as ConfigSources;
  return readConfig(sources, { environment, helixCloudUrl: null });
};

const BLUEPRINT = `
[blueprint]
name = "squares"
[blueprint.resources]
min_cpu = 2
recommended_cpu = 8
[blueprint.environments.staging]
min_cpu = 1
ttl_hours = 24
`;

describe('readConfig of a project with a blueprint', () => {
  it('makes an instance of each [deploy.N] of Blueprint.toml alone', () => {
    const { config, problems } = read({
      blueprint: `${BLUEPRINT}[deploy.api]\nprovider = "aws"\n[deploy.preview]\nprovider = "google"\nenvironment = "staging"`,
    });
    expect(problems).toEqual([]);
    expect(config?.project.name).toBe('squares');
    expect(config?.instances).toMatchObject([
      { kind: 'deploy', name: 'api', cpu: 8, ttlSeconds: null, source: { file: 'Blueprint.toml', line: 10 } },
      { kind: 'deploy', name: 'preview', cpu: 1, ttlSeconds: 86_400, source: { line: 12 } },
    ]);
  });

  it('makes an instance of a [deploy.N] in helix.toml, with the values of the blueprint and its defaults', () => {
    const { config, problems } = read({
      helixToml: '[project]\nname = "papertrail"\n[defaults]\nttl = "7d"\n[deploy.api]\nprovider = "aws"',
      cargo: '[package]\nname = "crate"\n[package.metadata.blueprint.resources]\nrecommended_memory_gb = 64',
    });
    expect(problems).toEqual([]);
    expect(config?.project.name).toBe('papertrail');
    expect(config?.instances).toMatchObject([
      { name: 'api', memoryGb: 64, ttlSeconds: 604_800, source: { file: 'helix.toml', line: 5 } },
    ]);
  });

  it('applies the environment of the command line', () => {
    const { config } = read({ blueprint: `${BLUEPRINT}[deploy.api]` }, 'staging');
    expect(config?.environment).toBe('staging');
    expect(config?.instances).toMatchObject([{ cpu: 1, profile: 'min', ttlSeconds: 86_400 }]);
  });

  it('refuses a name that is in both files', () => {
    const { config, problems } = read({
      helixToml: '[project]\nname = "a"\n[deploy.api]',
      blueprint: `${BLUEPRINT}[deploy.api]`,
    });
    expect(config).toBeNull();
    expect(problems).toMatchObject([{ code: 'duplicate-name', place: { file: 'Blueprint.toml', line: 10 } }]);
  });

  it('warns that the project deploys nothing, with the lines to add', () => {
    expect(read({ blueprint: BLUEPRINT }).problems).toMatchObject([
      { severity: 'warning', code: 'nothing-to-deploy', place: { file: 'Blueprint.toml' } },
    ]);
  });
});
