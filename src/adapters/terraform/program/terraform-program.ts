import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { HelixError } from '../../../errors';
import type { TerraformCommands } from './terraform-command';

/** The oldest Terraform whose plans and write-only attributes Helix understands. */
const OLDEST = [1, 11] as const;

/** A Terraform on the search path. */
export interface TerraformProgram {
  readonly path: string;
  readonly name: 'terraform' | 'tofu';
  readonly version: string;
}

/**
 * Finds `terraform`, or else `tofu`, on the search path.
 * @throws HelixError `config` if there is none, or it is too old
 */
export async function findTerraform(
  searchPath: string,
  commands: TerraformCommands,
  environment: Readonly<Record<string, string>>,
): Promise<TerraformProgram> {
  for (const name of ['terraform', 'tofu'] as const) {
    const path = await findProgram(name, searchPath);
    if (path === null) continue;
    const words = [path, 'version', '-json'] as const;
    const { code, text, stderr } = await commands.run({ words, cwd: '/', environment });
    const version = versionIn(text);
    if (code !== 0 || version === null) {
      throw new HelixError('config', `${path} does not print its version: ${stderr.trim() || text}`, {
        hint: `Run \`${name} version\` and correct what it reports.`,
      });
    }
    assertRecent(path, version);
    return { path, name, version };
  }
  throw new HelixError(
    'config',
    'Machines and registries in clouds need Terraform, and there is no `terraform` on the PATH.',
    {
      hint: `Install Terraform ${OLDEST.join('.')} or newer: https://developer.hashicorp.com/terraform/install`,
    },
  );
}

function assertRecent(path: string, version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new HelixError('config', `${path} is version ${version}; Helix needs ${OLDEST.join('.')} or newer.`, {
    hint: 'Install a newer version: https://developer.hashicorp.com/terraform/install',
  });
}

function versionIn(text: string): string | null {
  return /"terraform_version"\s*:\s*"(\d+\.\d+\.\d+[^"]*)"/.exec(text)?.[1] ?? null;
}

async function findProgram(name: string, searchPath: string): Promise<string | null> {
  for (const directory of searchPath.split(delimiter)) {
    if (!isAbsolute(directory)) continue;
    const path = join(directory, name);
    const isExecutable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isExecutable) return path;
  }
  return null;
}
