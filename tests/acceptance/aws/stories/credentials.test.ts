import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { TestProject } from '../../../helix';
import type { Run } from '../../../helix';
import { foundProgram } from '../../backends/found-program';
import { counts, NOTHING } from '../cloud';
import { filesHolding } from '../files-holding';
import { onMoto } from '../on-moto';

const TOML = '[project]\nname = "keys"\n[cloud.images.ecr]\nrepository_name = "keys"\nregion = "us-east-1"\n';
const KEY = 'AKIAFROMTHESOURCE';
const VALUE = 'value-of-the-secret-key';
const LINES = `AWS_ACCESS_KEY_ID=${KEY}\nAWS_SECRET_ACCESS_KEY=${VALUE}\n`;

describe('credentials for AWS', () => {
  const { terraform, moto, removedAfterwards } = onMoto();

  function project(credentials: string, env: Record<string, string> = {}): TestProject {
    const environment = { ...terraform.environment, ...env };
    const made = removedAfterwards(new TestProject({ 'helix.toml': TOML }, environment));
    mkdirSync(join(made.home, '.config/helix'), { recursive: true });
    const table = `[providers.aws]\nendpoint_url = "${moto.url}"\n${credentials}\n`;
    writeFileSync(join(made.home, '.config/helix/cloud.toml'), table);
    return made;
  }
  const apply = (made: TestProject, env: Record<string, string> = {}): Promise<Run> =>
    made.run(['apply', '--auto-approve', '--target', 'registry_repo.images'], { env });

  it.each(['file', 'environment', 'command'])(
    'are taken from a %s, and are left nowhere else',
    async (type) => {
      const made = project(
        {
          file: 'credentials = { type = "file", path = "~/keys" }',
          environment: 'credentials = { type = "environment", prefix = "SHOP_" }',
          command:
            'credentials = { type = "command", cmd = ["printf", "%b", "' +
            LINES.replaceAll('\n', '\\\\n') +
            '"] }',
        }[type]!,
        type === 'environment' ? { SHOP_AWS_ACCESS_KEY_ID: KEY, SHOP_AWS_SECRET_ACCESS_KEY: VALUE } : {},
      );
      if (type === 'file') writeFileSync(join(made.home, 'keys'), LINES);
      const asked = await made.run(['cloud', 'configure', '--provider', 'aws']);
      expect([asked.code, asked.stdout]).toEqual([
        0,
        expect.stringContaining('aws account 123456789012 answers in us-east-1.\n'),
      ]);
      const { code, stdout, stderr } = await apply(made);
      expect([code, stderr]).toEqual([0, expect.not.stringContaining(VALUE)]);
      expect(stdout).not.toContain(VALUE);
      expect(counts(await moto.readCloud())).toEqual({ ...NOTHING, repositories: 1 });
      const given = { file: 'keys', environment: '', command: '.config/helix/cloud.toml' }[type]!;
      const files = filesHolding(made, VALUE).map((file) => relative(made.home, file));
      expect(files).toEqual(given === '' ? [] : [given]);
    },
  );

  it('that are missing end the run with 3 before anything starts', async () => {
    const made = project('credentials = { type = "environment", prefix = "SHOP_" }');
    const { code, stderr } = await apply(made);
    expect([code, stderr]).toEqual([3, expect.stringContaining('no variable of aws begins with SHOP_')]);
    expect(counts(await moto.readCloud())).toEqual(NOTHING);
  });

  it('that AWS refuses end the run with 3 before anything starts', async () => {
    await moto.checkCredentials(true);
    const made = project('credentials = { type = "file", path = "~/keys" }');
    writeFileSync(join(made.home, 'keys'), LINES);
    const { code, stderr } = await apply(made);
    await moto.checkCredentials(false);
    expect([code, code === 3 ? '' : stderr]).toEqual([3, '']);
    expect(stderr).not.toContain(VALUE);
    expect(counts(await moto.readCloud())).toEqual(NOTHING);
  });

  it('are of no use without Terraform: that ends with 1, and says how to install it', async () => {
    const made = project('', { AWS_ACCESS_KEY_ID: KEY, AWS_SECRET_ACCESS_KEY: VALUE });
    const bin = join(made.home, 'bin');
    mkdirSync(bin);
    for (const name of ['sh', 'git']) symlinkSync(foundProgram(name, ''), join(bin, name));
    const { code, stderr } = await apply(made, { PATH: bin });
    expect(code).toBe(1);
    expect(stderr).toContain('there is no `terraform` or `tofu` on the PATH');
    expect(stderr).toContain('https://developer.hashicorp.com/terraform/install');
    expect(counts(await moto.readCloud())).toEqual(NOTHING);
  });
});
