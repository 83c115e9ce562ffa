import type { ResourceError } from '../../ports/engine';

/** What an error says beside its message: errors in the user's own files, and the way out. */
export function errorDetails(error: ResourceError | undefined): readonly string[] {
  if (error === undefined) return [];
  return [
    ...(error.problems ?? []).map(({ file, line, message }) => `${file}:${line}: ${message}`),
    ...(error.hint === undefined ? [] : error.hint.split('\n')),
  ];
}
