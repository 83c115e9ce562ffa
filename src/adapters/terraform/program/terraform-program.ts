import { isAbsolute } from 'node:path';
import { HelixError } from '../../../errors';
import { findExecutable, pathsOf } from '../../host/find-executable';
import type { NamedProgram } from './named-program';
import type { TerraformCommands } from './terraform-command';

/** The oldest version, of either program, whose plans and write-only attributes Helix understands. */
const OLDEST = [1, 11] as const;
/** The programs that are looked for where nobody named one, the preferred one first. */
const USUAL = ['terraform', 'tofu'];
const TITLES = { Terraform: 'terraform', OpenTofu: 'tofu' } as const;
const DOWNLOADS = {
  terraform: 'https://developer.hashicorp.com/terraform/install',
  tofu: 'https://opentofu.org/docs/intro/install/',
};

/** A Terraform or OpenTofu of this host. */
export interface TerraformProgram {
  readonly path: string;
  /** The kind of program, whatever its file is called: each has a registry of providers of its own. */
  readonly name: 'terraform' | 'tofu';
  readonly version: string;
}

/**
 * Finds the named program, a name on the search path or an absolute path; without one `terraform`, or else `tofu`.
 * @throws HelixError `config` if there is none, or it is too old
 */
export async function findTerraform(
  named: NamedProgram | null,
  searchPath: string,
  commands: TerraformCommands,
  environment: Readonly<Record<string, string>>,
): Promise<TerraformProgram> {
  const path = await findPath(named === null ? USUAL : [named.program], searchPath);
  if (path === null) throw named === null ? noneFound() : notFound(named);
  const { code, text, stderr } = await commands.run({ words: [path, 'version'], cwd: '/', environment });
  const [, title = '', version = ''] = /^(Terraform|OpenTofu) v(\d+\.\d+\.\d+\S*)/m.exec(text) ?? [];
  if (code !== 0 || version === '') {
    throw new HelixError('config', `${path} does not print its version: ${stderr.trim() || text.trim()}`, {
      hint: `Run \`${path} version\` and correct what it reports.`,
    });
  }
  const name = TITLES[title as keyof typeof TITLES];
  assertRecent({ path, name, version });
  return { path, name, version };
}

function noneFound(): HelixError {
  return new HelixError(
    'config',
    'Machines and registries in clouds need Terraform or OpenTofu, and there is no `terraform` or `tofu` on the PATH.',
    { hint: `Install Terraform ${OLDEST.join('.')} or newer: ${DOWNLOADS.terraform}` },
  );
}

function notFound({ program, place }: NamedProgram): HelixError {
  const where = isAbsolute(program) ? 'cannot be run' : 'is not on the PATH';
  return new HelixError('config', `${place} names the program \`${program}\`, which ${where}.`, {
    hint: 'Name a program on the PATH, such as `tofu`, or the absolute path of one.',
  });
}

function assertRecent({ path, name, version }: TerraformProgram): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new HelixError('config', `${path} is version ${version}; Helix needs ${OLDEST.join('.')} or newer.`, {
    hint: `Install a newer version: ${DOWNLOADS[name]}`,
  });
}

/** Each program is looked for on the whole search path before the next one. */
function findPath(programs: readonly string[], searchPath: string): Promise<string | null> {
  return findExecutable(
    programs.flatMap((program) => (isAbsolute(program) ? [program] : pathsOf([program], searchPath))),
  );
}
