import { execFile } from 'node:child_process';
import type { ExecFileException, ExecFileOptions } from 'node:child_process';

/**
 * Runs a program without a shell, with `input` as its standard input, and gives its end to `onEnd`. A command line that the
 * system cannot take, such as one that is too long, ends there too, where Node itself throws.
 */
export function runProgram(
  [program = '', ...words]: readonly string[],
  { input = '', ...options }: ExecFileOptions & { readonly input?: string },
  onEnd: (error: ExecFileException | null, stdout: string) => void,
): void {
  try {
    const child = execFile(program, words, { ...options, encoding: 'utf8' }, onEnd);
    // A program may end without reading its input.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  } catch (error) {
    onEnd(error as ExecFileException, '');
  }
}
