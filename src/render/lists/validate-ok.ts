import { textOf, toned } from '../lines';
import type { Style } from '../style';

/** Renders the result for a valid project: its name, the files, and the number of declared resources. */
export function renderValidateOk(
  project: { readonly name: string; readonly files: readonly string[]; readonly instances: number },
  style: Style,
): string {
  const { name, files, instances } = project;
  const count = instances === 1 ? '1 instance' : `${instances} instances`;
  return textOf([[toned('add', 'Valid:'), ` ${name}, ${count} in ${files.join(' and ')}.`]], style);
}
