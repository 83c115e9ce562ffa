import type { TomlDocument } from '../text/document';
import type { ProblemList } from '../validation/problems';

const SECRET_KEY = /secret|token|password|passphrase|private_?key|api_?key|access_?key|client_?id_?secret/i;

const BETTER =
  'Remove it from this file. Use `credentials = { type = "environment", prefix = "" }`, ' +
  '`{ type = "file", path = "..." }` or `{ type = "command", cmd = [...] }` to name its source.';

/**
 * Returns the document's data without the secrets in it, and reports each secret as an error.
 * The problems name the place, and show neither the value nor its line.
 */
export function withoutSecrets(document: TomlDocument, problems: ProblemList): Record<string, unknown> {
  return scrubbed(document.data, []) as Record<string, unknown>;

  function scrubbed(value: unknown, path: readonly (string | number)[]): unknown {
    if (Array.isArray(value)) return value;
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    const entries: [string, unknown][] = [];
    for (const [key, member] of Object.entries(value)) {
      const at = [...path, key];
      if (isSecret(at, member)) report(at);
      else entries.push([key, scrubbed(member, at)]);
    }
    return Object.fromEntries(entries);
  }

  function report(path: readonly (string | number)[]): void {
    const place = document.sourceOf(path, 'key');
    problems.error({
      code: 'secret-in-file',
      message: `\`${path.join('.')}\` contains a secret, which is not allowed in ${place.file}.`,
      hint: BETTER,
      place,
    });
  }
}

function isSecret(path: readonly (string | number)[], value: unknown): boolean {
  const key = String(path.at(-1));
  if (key === 'credentials') return typeof value === 'string' || Array.isArray(value);
  if (typeof value === 'object') return false;
  if (typeof value === 'string' && /^[a-z]+:\/\/[^/@\s]*:[^/@\s]*@/i.test(value)) return true;
  return SECRET_KEY.test(key);
}
