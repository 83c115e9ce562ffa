/** What to say of a command line that cannot be understood. @throws what is no complaint of the parser */
export function usageText(error: unknown, usage: string): string {
  if (!isUsageError(error)) throw error;
  const [first = ''] = error.message.split('\n');
  return `Error: ${first}\n${error.message.slice(first.length + 1)}\n${usage}`;
}

/** Clipanion's own complaint about the words of a command line. */
export function isUsageError(error: unknown): error is Error {
  return error instanceof Error && 'clipanion' in error;
}
