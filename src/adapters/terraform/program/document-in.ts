import { HelixError } from '../../../errors';
import { printable } from '../../../values/printable';

/**
 * Returns the JSON document in what a command printed. The shim of a version manager may print lines before it.
 * @throws HelixError `config` without a document, with the first line that is there instead
 */
export function documentIn(text: string, program: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const document = lines.findLast((line) => isObject(line));
  if (document !== undefined) return document;
  const first = printable((lines[0] ?? 'nothing').slice(0, 200));
  throw new HelixError('config', `${program} does not print the plan as JSON, but: ${first}`, {
    hint: 'It may be the shim of a version manager: put Terraform itself on the PATH, or silence the shim.',
  });
}

function isObject(line: string): boolean {
  if (!line.startsWith('{')) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
