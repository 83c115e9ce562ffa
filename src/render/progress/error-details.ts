import type { ResourceError } from '../../ports/engine';

/** The first line of what an error says. */
export function headlineOf(error: ResourceError): string {
  return error.message.split('\n', 1)[0] ?? '';
}

/** What an error says beside its first line: the rest of it, errors in the user's own files, and the way out. */
export function errorDetails(error: ResourceError | undefined): readonly string[] {
  if (error === undefined) return [];
  return [
    ...error.message.split('\n').slice(1),
    ...(error.problems ?? []).map(({ file, line, message }) => `${file}:${line}: ${message}`),
    ...(error.hint === undefined ? [] : error.hint.split('\n')),
  ];
}
