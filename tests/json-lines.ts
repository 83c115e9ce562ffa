/** Returns the value of each line of JSON in what a command printed. */
export function jsonLinesOf(text: string): readonly unknown[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

/** Returns the value of the last line: the answer of a command that also prints its events. */
export function lastLineOf(text: string): unknown {
  return jsonLinesOf(text).at(-1);
}
