// The one way in which generated text is formatText: as `npm run format` would format the file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'oxfmt';

const { ignorePatterns: _, ...options } = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '.oxfmtrc.json'), 'utf8'),
);

/** Returns the text of a file as the formatter leaves it. Throws when it cannot be parsed. */
export async function formatText(path, text) {
  const { code, errors } = await format(path, text, options);
  if (errors.length > 0) throw new Error(`${path}: ${errors.map(({ message }) => message).join('; ')}`);
  return code;
}
