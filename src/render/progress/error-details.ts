import type { ResourceError } from '../../ports/engine';

/** Returns the first line of an error's message. */
export function headlineOf(error: ResourceError): string {
  return error.message.split('\n', 1)[0] ?? '';
}

/** Returns the rest of an error: its other lines, problems in the user's own files, and the hint. */
export function errorDetails(error: ResourceError | undefined): readonly string[] {
  if (error === undefined) return [];
  return [
    ...error.message.split('\n').slice(1),
    ...(error.problems ?? []).map(({ file, line, message }) => `${file}:${line}: ${message}`),
    ...(error.hint === undefined ? [] : error.hint.split('\n')),
  ];
}
