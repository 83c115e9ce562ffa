import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCloudConfig } from '../../../../config/cloud-toml/cloud-config';
import { requireCloudConfig } from '../../../../config/cloud-toml/require-cloud-config';
import { namedProgram } from '../named-program';
import { TerraformCommands } from '../terraform-command';
import { findTerraform } from '../terraform-program';

let base: string;
beforeEach(() => (base = mkdtempSync(join(tmpdir(), 'helix-test-'))));
afterEach(() => rmSync(base, { recursive: true }));

/** Writes a program that prints this version, into a directory of its own. */
function writeProgram(path: string, version: string): string {
  const file = join(base, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho '${version}'\necho 'on linux_amd64'\n`);
  chmodSync(file, 0o755);
  return file;
}

async function find(environment: Record<string, string>, toml = ''): ReturnType<typeof findTerraform> {
  const commands = new TerraformCommands({ signal: () => true, onExit: () => undefined });
  const named = namedProgram(environment, requireCloudConfig({ file: 'cloud.toml', text: toml }));
  const path = ['a', 'b'].map((name) => join(base, name)).join(':');
  return await findTerraform(named, path, commands, { PATH: process.env['PATH'] ?? '' });
}

describe('the program that applies blocks', () => {
  beforeEach(() => {
    writeProgram('a/tofu', 'OpenTofu v1.12.6');
    writeProgram('b/terraform', 'Terraform v1.11.4');
  });

  it('is Terraform wherever it is on the PATH, if nobody named one', async () => {
    expect(await find({})).toEqual({
      path: join(base, 'b/terraform'),
      name: 'terraform',
      version: '1.11.4',
    });
  });

  it('is OpenTofu where there is no Terraform', async () => {
    rmSync(join(base, 'b'), { recursive: true });
    expect(await find({})).toMatchObject({ path: join(base, 'a/tofu'), name: 'tofu', version: '1.12.6' });
  });

  it('is the one that cloud.toml names, unless HELIX_TERRAFORM names another', async () => {
    const toml = '[terraform]\nprogram = "tofu"\n';
    expect(await find({}, toml)).toMatchObject({ name: 'tofu' });
    expect(await find({ HELIX_TERRAFORM: 'terraform' }, toml)).toMatchObject({ name: 'terraform' });
  });

  it('is told by what it prints, whatever its file is called', async () => {
    const file = writeProgram('opt/infrastructure', 'OpenTofu v1.12.6');
    expect(await find({ HELIX_TERRAFORM: file })).toEqual({ path: file, name: 'tofu', version: '1.12.6' });
  });

  it('is refused by the place that names it when it cannot be found or run', async () => {
    await expect(find({ HELIX_TERRAFORM: 'terragrunt' })).rejects.toMatchObject({
      kind: 'config',
      message: 'HELIX_TERRAFORM names the program `terragrunt`, which is not on the PATH.',
    });
    const toml = '[terraform]\nprogram = "/nowhere/tofu"\n';
    await expect(find({}, toml)).rejects.toMatchObject({
      message:
        '`program` in [terraform] of cloud.toml names the program `/nowhere/tofu`, which cannot be run.',
    });
    await expect(find({ HELIX_TERRAFORM: 'bin/tofu' })).rejects.toMatchObject({ kind: 'config' });
    const { problems } = readCloudConfig({
      file: 'cloud.toml',
      text: '[terraform]\nprogram = "bin/tofu"\n',
    });
    expect(problems).toMatchObject([{ code: 'bad-value', place: { line: 2, column: 11 } }]);
  });

  it('is refused when it is older than 1.11, with the place of a newer one', async () => {
    const file = writeProgram('opt/tofu', 'OpenTofu v1.10.9');
    await expect(find({ HELIX_TERRAFORM: file })).rejects.toMatchObject({
      message: `${file} is version 1.10.9; Helix needs 1.11 or newer.`,
      hint: expect.stringContaining('https://opentofu.org') as string,
    });
  });

  it('is refused when it prints no version, with what it printed', async () => {
    const file = writeProgram('opt/other', 'Vault v2.0.0');
    await expect(find({ HELIX_TERRAFORM: file })).rejects.toMatchObject({
      message: expect.stringContaining('does not print its version: Vault v2.0.0') as string,
    });
  });

  it('that is nowhere is an error that says how to install it', async () => {
    for (const directory of ['a', 'b']) rmSync(join(base, directory), { recursive: true });
    await expect(find({})).rejects.toMatchObject({
      kind: 'config',
      hint: expect.stringContaining('https://developer.hashicorp.com/terraform/install') as string,
    });
  });
});
