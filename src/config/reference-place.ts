import { isObject } from '../values/is-object';
import { parseToml } from './text/document';
import type { Place } from './text/places';
import type { SourceText } from './text/source-text';
import type { TomlPath } from './text/table-headers';

/** A reference to an environment variable, as a table of the project makes it. */
export interface ReferenceSought {
  /** The name of the table: `staging` in `[cloud.staging.helix]`. */
  readonly name: string;
  /** `env_vars.TOKEN`. */
  readonly path: string;
  readonly variable: string;
}

/** Returns the place of a reference in a file; null where the file does not have it. It is only searched for a message. */
export function referencePlace(source: SourceText, sought: ReferenceSought): Place | null {
  const { document } = parseToml(source);
  if (document === null) return null;
  const paths = pathsOf(
    document.data,
    [],
    (path, value) => value === `env:${sought.variable}` && isAt(path, sought),
  );
  // A table of that name itself comes before one that only inherits from a default.
  const path = paths.find((one) => one.includes(sought.name)) ?? paths[0];
  return path === undefined ? null : document.place(path, 'value');
}

function isAt(path: TomlPath, { path: wanted }: ReferenceSought): boolean {
  const dot = wanted.indexOf('.');
  const [holder, key] = [wanted.slice(0, dot), wanted.slice(dot + 1)];
  return path.at(-1) === key && path.at(-2) === holder;
}

function pathsOf(
  data: Readonly<Record<string, unknown>>,
  before: TomlPath,
  matches: (path: TomlPath, value: unknown) => boolean,
): TomlPath[] {
  return Object.entries(data).flatMap(([key, value]) => {
    const path = [...before, key];
    if (isObject(value)) return pathsOf(value, path, matches);
    return matches(path, value) ? [path] : [];
  });
}
