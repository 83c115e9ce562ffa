import type { ReadStream, WriteStream } from 'node:tty';
import { HelixError } from '../../../errors';
import type { Clock } from '../../../ports/clock';
import type { Questions } from '../../../ports/questions';
import type { Reporter } from '../../../ports/reporter';
import type { Terminal } from '../../../ports/terminal';
import type { Style } from '../../../render/style';
import { LiveReporter } from './live-reporter';
import { PlainReporter } from './plain-reporter';
import { LARGEST } from '../../../values/sizes';
import type { SignalSource } from '../signals';
import { readBytesAtMost, tooLarge } from '../read-at-most';

export interface NodeTerminalOptions {
  readonly input: ReadStream;
  /** Standard error: prompts and progress leave standard output to the result. */
  readonly output: WriteStream;
  readonly style: Style;
  readonly showsAnswers: boolean;
  readonly clock: Clock;
  /** Whether this is a run of a CI: nobody is asked, and progress is plain even on a terminal. */
  readonly inCi: boolean;
  /** Whether the terminal cannot move its cursor. */
  readonly dumb: boolean;
  readonly signals: SignalSource;
}

export class NodeTerminal implements Terminal {
  readonly #options: NodeTerminalOptions;
  #withSteps = false;

  constructor(options: NodeTerminalOptions) {
    this.#options = options;
  }

  /** Lets logs have a line for every step of an operation. */
  showSteps(): void {
    this.#withSteps = true;
  }

  get interactive(): boolean {
    const { input, output, inCi } = this.#options;
    return input.isTTY && output.isTTY && !inCi;
  }

  get showsAnswers(): boolean {
    return this.#options.showsAnswers;
  }

  async loadQuestions(): Promise<Questions> {
    if (!this.interactive) {
      throw new HelixError('usage', 'there is no terminal to ask on; nothing was changed');
    }
    const { dumb, style } = this.#options;
    // A drawn question moves the cursor, and is not all ASCII.
    if (dumb || !style.unicode) {
      const { LineQuestions } = await import('./line-questions');
      return new LineQuestions(this.#options);
    }
    const { DrawnQuestions } = await import('./drawn-questions');
    return new DrawnQuestions(this.#options);
  }

  async confirm(question: string, isYes = false): Promise<boolean> {
    const answer = await this.#ask(`${question} ${isYes ? '(Y/n)' : '[y/N]'} `, { declined: 'no' });
    return answer !== null && (isYes ? /^\s*(y(es)?)?\s*$/i : /^\s*y(es)?\s*$/i).test(answer);
  }

  async ask(question: string): Promise<string | null> {
    return this.#ask(`${question} `, { declined: 'no' });
  }

  async askSecret(question: string): Promise<string | null> {
    return this.#ask(`${question}: `, { declined: '', hidden: true });
  }

  async readInput(): Promise<string> {
    const bytes = await readBytesAtMost(this.#options.input, LARGEST.record);
    if (bytes === null) throw tooLarge('standard input', LARGEST.record);
    return new TextDecoder().decode(bytes);
  }

  reporter(): Reporter {
    const { output, style, clock, inCi, dumb } = this.#options;
    return output.isTTY && !inCi && !dumb
      ? new LiveReporter(output, () => ({ ...style, width: output.columns || style.width }), clock)
      : new PlainReporter(output, style, clock, { withSteps: this.#withSteps });
  }

  async #ask(question: string, how: { readonly declined: string; readonly hidden?: boolean }) {
    const { askLine } = await import('./ask-line');
    return askLine(this.#options, question, how);
  }
}
