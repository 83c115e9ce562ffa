import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** Returns the first of several files that this user may execute; null if there is none. */
export async function findExecutable(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    const isExecutable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isExecutable) return path;
  }
  return null;
}

/** The paths at which a search path has programs of these names: all in its first folder, then all in the next. */
export function pathsOf(programs: readonly string[], searchPath: string): string[] {
  const folders = searchPath.split(delimiter).filter(isAbsolute);
  return folders.flatMap((folder) => programs.map((program) => join(folder, program)));
}
