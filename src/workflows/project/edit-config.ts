import type { Config } from '../../config/config';
import type { Edit } from '../../config/edit/edit';
import type { SourceText } from '../../config/text/source-text';
import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import { isName } from '../../values/name';
import { checkFiles, requireConfig } from './check-config';

/**
 * Reads helix.toml, to be edited.
 * @throws HelixError `config` where there is none
 */
export async function readHelixToml(ports: Ports, root: string, hint: string): Promise<SourceText> {
  const text = await ports.files.readText(root, 'helix.toml');
  if (text !== null) return { file: 'helix.toml', text };
  throw new HelixError('config', `there is no helix.toml in ${root}`, { hint });
}

/**
 * Returns the file as it is about to be written.
 * @throws HelixError `config` for an edit that cannot be made
 */
export function requireEdit({ file }: SourceText, { text, problem }: Edit): SourceText {
  if (problem === null) return { file, text };
  throw new HelixError('config', leftAlone(file), { problems: [problem] });
}

/**
 * Checks the project with one file as it is about to be written.
 * @throws HelixError `config` where the edited project would have errors
 */
export async function checkEdit(ports: Ports, root: string, edited: SourceText): Promise<Config> {
  const checked = await checkFiles(ports, root, { environment: null, edited });
  return requireConfig(checked, leftAlone(edited.file));
}

/** @throws HelixError `config` for a name that cannot be an instance's, or that is taken */
export function assertNewName(name: string, { instances }: Pick<Config, 'instances'>): void {
  if (!isName(name)) {
    throw new HelixError('config', `"${name}" cannot be the name of an instance`, {
      hint: 'Letters, digits, `-` and `_`, at most 32 of them.',
    });
  }
  if (instances.some((instance) => instance.name === name)) {
    throw new HelixError('config', `there is an instance "${name}" already`);
  }
}

function leftAlone(file: string): string {
  return `${file} was left as it is`;
}
