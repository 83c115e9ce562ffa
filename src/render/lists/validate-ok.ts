import { textOf, toned } from '../lines';
import type { Style } from '../style';

/** That a project is valid: its name, the files that were read, and how many resources they declare. */
export function renderValidateOk(
  project: { readonly name: string; readonly files: readonly string[]; readonly resources: number },
  style: Style,
): string {
  const { name, files, resources } = project;
  const count = resources === 1 ? '1 resource' : `${resources} resources`;
  return textOf([[toned('add', 'Valid:'), ` ${name}, ${count} in ${files.join(' and ')}.`]], style);
}
