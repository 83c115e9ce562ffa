import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { TestProject } from './helix';

const MACHINE = `[project]
name = "feed"

[deploy.api]
provider = "aws"
region = "us-east-1"
image = "docker.io/library/nginx:1.27"
cpu = 2
memory_gb = 2
storage_gb = 20
`;

describe('a machine on AWS, before anything is begun', () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject({ 'helix.toml': MACHINE });
  });
  afterEach(() => project.remove());

  const apply = (env: Readonly<Record<string, string>> = {}) =>
    project.run(['apply', '--auto-approve'], {
      env: { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', ...env },
    });

  function terraformThatSays(version: string): string {
    project.write('bin/terraform', `#!/bin/sh\necho 'Terraform v${version}'\n`);
    chmodSync(join(project.directory, 'bin/terraform'), 0o755);
    return join(project.directory, 'bin');
  }

  const readRecorded = async () => (await project.run(['state', 'pull'])).stderr;
  const NOTHING = expect.stringContaining('no recorded state') as string;

  it('without Terraform ends with 1 and says where it comes from', async () => {
    const { code, stderr } = await apply({ PATH: join(project.directory, 'bin') });
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('there is no `terraform` or `tofu` on the PATH'),
    ]);
    expect(stderr).toContain('https://developer.hashicorp.com/terraform/install');
    expect(await readRecorded()).toEqual(NOTHING);
  });

  it('with a Terraform that is too old ends with 1 and says which one it needs', async () => {
    const { code, stderr } = await apply({ PATH: terraformThatSays('1.5.7') });
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('is version 1.5.7; Helix needs 1.11 or newer'),
    ]);
    expect(await readRecorded()).toEqual(NOTHING);
  });

  it('with a GPU ends with 5 and says where it is declared; its plan has the price', async () => {
    project.edit('helix.toml', 'cpu = 2', 'gpu_count = 1\ncpu = 2');
    const plan = await project.runHelix('plan');
    expect(plan).toContain('instance.api: its GPU is priced, but cannot be set up yet.');
    expect(plan).toMatch(/cost +\+\$[1-9]/);
    const { code, stderr } = await apply({ PATH: terraformThatSays('1.11.4') });
    expect([code, stderr]).toEqual([
      5,
      expect.stringMatching(/its GPU is priced, but cannot be set up yet\.\s+--> helix\.toml:4/),
    ]);
    expect(await readRecorded()).toEqual(NOTHING);
  });

  it('with a secret that another cloud keeps is a configuration error', async () => {
    project.edit('helix.toml', 'cpu = 2', 'secrets = { TOKEN = "projects/acme/secrets/token" }\ncpu = 2');
    const { code, stdout } = await project.run(['validate']);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/stored in google.*\s+--> helix\.toml:8/)]);
  });
});
