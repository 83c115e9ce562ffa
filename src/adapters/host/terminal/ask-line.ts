import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';

/** The two sides of a terminal. */
export interface TerminalStreams {
  readonly input: ReadStream;
  readonly output: WriteStream;
}

/**
 * Asks for one line, which Enter ends. Returns null for Escape, Ctrl-C, Ctrl-D and a terminal that closed, after it wrote
 * `declined` in place of an answer. It draws nothing but the question, so that every terminal can show it.
 */
export function askLine(
  { input, output }: TerminalStreams,
  question: string,
  { declined, hidden = false }: { readonly declined: string; readonly hidden?: boolean },
): Promise<string | null> {
  const lines = createInterface({
    input,
    output: hidden ? nowhere() : output,
    terminal: true,
    historySize: 0,
    prompt: question,
  });
  // A terminal that closed fails at each touch, also at the last one, and then ends.
  for (const source of [input, lines]) source.on('error', () => undefined);
  return new Promise((resolve) => {
    const decline = (): void => {
      output.write(`${declined}\n`);
      end(null);
    };
    const onKey = (_: unknown, key: { readonly name?: string } | undefined): void => {
      if (key?.name === 'escape') decline();
    };
    const end = (answer: string | null): void => {
      input.off('keypress', onKey);
      lines.off('line', end).off('close', decline);
      lines.close();
      if (hidden && answer !== null) output.write('\n');
      resolve(answer);
    };
    input.on('keypress', onKey);
    lines.on('line', end);
    lines.on('close', decline);
    lines.prompt();
    // Only now does the terminal no longer show what is typed.
    if (hidden) output.write(question);
  });
}

/** Returns a stream that shows nothing, for a line that must not be seen. */
function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
