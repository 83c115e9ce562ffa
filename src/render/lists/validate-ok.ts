import { textOf, toned } from '../lines';
import type { Style } from '../style';

/** That a project is valid: its name, the files that were read, and how many instances they declare. */
export function renderValidateOk(
  project: { readonly name: string; readonly files: readonly string[]; readonly instances: number },
  style: Style,
): string {
  const { name, files, instances } = project;
  const count = instances === 1 ? '1 instance' : `${instances} instances`;
  return textOf([[toned('add', 'Valid:'), ` ${name}, ${count} in ${files.join(' and ')}.`]], style);
}
