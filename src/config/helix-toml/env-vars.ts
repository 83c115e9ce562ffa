import { isReference, looksSecret } from '../secret-shapes';
import type { EnvVar } from '../config';
import type { TomlDocument } from '../text/document';
import type { ProblemList } from '../validation/problems';
import type { TomlPath } from '../text/table-headers';

/**
 * Reads a table of environment variables, sorted by name: `env:NAME` is a reference to the environment of `apply`, any other
 * value a literal. Warns of a literal that looks like a secret, without showing it.
 */
export function readEnvVars(
  document: TomlDocument,
  path: TomlPath,
  table: Readonly<Record<string, string>> | undefined,
  problems: ProblemList,
): EnvVar[] {
  const names = Object.keys(table ?? {}).sort();
  return names.map((name) => {
    const value = table?.[name] ?? '';
    if (isReference(value)) return { name, type: 'reference', variable: value.slice('env:'.length) };
    if (value.startsWith('env:')) {
      problems.error({
        code: 'bad-reference',
        message: `\`${[...path, name].join('.')}\` is not a valid reference to an environment variable.`,
        hint: 'Write `env:NAME`, where NAME consists of letters, digits and `_`.',
        place: () => document.place([...path, name], 'value'),
      });
    }
    const secret = looksSecret(name, value);
    if (secret) {
      problems.warning({
        code: 'literal-secret',
        message: `\`${[...path, name].join('.')}\` looks like a secret that is written into the file.`,
        hint: `Write \`${name} = "env:${name}"\` and set ${name} in the environment of \`helix apply\`.`,
        place: () => document.place([...path, name], 'key'),
      });
    }
    return { name, type: 'literal', value, secret };
  });
}
