import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PROGRAM } from '../../helix';
import type { TestProject } from '../../helix';

const HARNESS = join(__dirname, 'terminal.py');

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** The size after `resize`. */
  readonly later?: { readonly columns: number; readonly rows: number };
  /** A script for `sh` that runs in the terminal in place of helix; `"$NODE" "$PROGRAM"` is helix. */
  readonly script?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A run of helix in a terminal of its own. */
export class InTerminal {
  /** Everything that the terminal was sent, with its control sequences. */
  shown = '';
  /** The length of what `waitForNext` has waited for. */
  #seen = 0;
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;

  constructor(made: TestProject, words: readonly string[], options: TerminalOptions = {}) {
    const { columns = 80, rows = columns === 0 ? 0 : 24, later, env = {} } = options;
    const sizes = [{ columns, rows }, ...(later === undefined ? [] : [later])];
    const program =
      options.script === undefined ? [process.execPath, PROGRAM, ...words] : ['sh', '-c', options.script];
    const size = sizes.map((one) => `${one.columns}x${one.rows}`).join(',');
    const command = [HARNESS, size, ...program];
    this.#child = spawn('python3', command, {
      cwd: made.directory,
      env: made.environment({
        TERM: 'xterm-256color',
        LC_ALL: 'C.UTF-8',
        NODE: process.execPath,
        PROGRAM,
        ...env,
      }),
    });
    this.#child.stdin?.on('error', () => undefined);
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.shown += chunk.toString()));
    this.#child.stderr?.pipe(process.stderr);
    this.#ended = once(this.#child, 'close').then(([code]) => code as number | null);
  }

  /** Waits until the terminal was sent this. */
  async waitForText(text: string): Promise<void> {
    while (!this.shown.includes(text)) {
      if (this.#child.exitCode !== null) throw new Error(`it ended without showing ${text}: ${this.shown}`);
      await this.waitForMore();
    }
  }

  /** Waits until the terminal was sent something, or the run ended. */
  async waitForMore(): Promise<void> {
    await Promise.race([once(this.#child.stdout!, 'data'), this.#ended]);
  }

  /** Waits until the terminal was sent this after what it has shown until now, and returns what it was sent since then. */
  async waitForNext(text: string): Promise<string> {
    const from = this.#seen;
    for (;;) {
      const at = this.shown.indexOf(text, from);
      if (at >= 0) {
        this.#seen = at + text.length;
        return this.shown.slice(from, this.#seen);
      }
      if (this.#child.exitCode !== null) throw new Error(`it ended without showing ${text}: ${this.shown}`);
      await this.waitForMore();
    }
  }

  press(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** Gives the terminal its later size. */
  resize(): void {
    this.#child.kill('SIGUSR2');
  }

  /** Asks the program to end. */
  terminate(): void {
    this.#child.kill('SIGTERM');
  }

  /** Closes the terminal, as a lost connection does. */
  hangUp(): void {
    this.#child.kill('SIGUSR1');
  }

  /** Waits for the end. Returns the exit code, or 128 and the number of the signal that ended it. */
  end(): Promise<number | null> {
    return this.#ended;
  }
}
