import type { JsonObject } from '../../values/json';
import { QUERIES_FOLDER } from './generated-dockerfile';

/**
 * Returns the helix.toml that HelixDB's compiler reads in a build: the project and one instance with its settings, and
 * nothing else of the project's own file. Its text changes only with what it says.
 * @param db the settings in the words of the Helix Cloud API
 */
export function compilerConfig(
  project: string,
  instance: string,
  { buildMode, db }: { readonly buildMode: 'dev' | 'release'; readonly db: JsonObject },
): string {
  return [
    '[project]',
    `name = ${JSON.stringify(project)}`,
    `queries = "${QUERIES_FOLDER}"`,
    '',
    `[local.${JSON.stringify(instance)}]`,
    `build_mode = "${buildMode}"`,
    ...Object.entries(db).flatMap(([key, value]) => linesOf(key, value)),
    '',
  ].join('\n');
}

/** A key with its value on one line: TOML's inline tables, arrays, numbers and strings; null leaves the key out. */
function linesOf(key: string, value: unknown): readonly string[] {
  return value === null || value === undefined ? [] : [`${key} = ${tomlOf(value)}`];
}

function tomlOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(tomlOf).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .flatMap(([key, member]) => linesOf(key, member))
    .join(', ')} }`;
}
