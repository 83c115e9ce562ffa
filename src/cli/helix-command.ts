import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Command, Option } from 'clipanion';
import { HelixError, exitCodeOf } from '../errors';
import type { Problem } from '../errors';
import { parseDuration } from '../values/duration';
import { renderError } from '../render/problems/render-error';
import { renderProblems } from '../render/problems/render-problems';
import { renderJson } from '../render/json/render-json';
import type { HelixContext } from './context';
import { isUsageError, misused } from './usage-error';

/** The base of all commands: errors become text on stderr and an exit code. */
export abstract class HelixCommand extends Command<HelixContext> {
  /** Whether it is run for what it changes. Of other commands the answer is all, and one that is lost is an error. */
  static readonly changesSomething: boolean = false;

  directory = Option.String('--directory,-C', '.', {
    description: 'Directory of the project; default: the current one',
  });
  verbose = Option.Boolean('--verbose', false, { description: 'Log every request to standard error' });

  /** Clipanion itself prints errors on stdout and may end with 0, so they are caught here. */
  override async validateAndExecute(): Promise<number> {
    if (this.verbose) this.context.beVerbose();
    try {
      await this.#assertDirectory();
      return await this.#afterAnswer(await super.validateAndExecute());
    } catch (error) {
      const shown = isUsageError(error) ? misused(`helix ${this.path.join(' ')}`, error) : error;
      this.context.stderr.write(renderError(shown, this.context.errorStyle));
      return exitCodeOf(shown);
    }
  }

  /** Returns the exit code of the work, with a message where its answer was lost. A reader that ended wants no more of it. */
  async #afterAnswer(code: number): Promise<number> {
    // A failed write is known a moment later.
    await setImmediate();
    const { answerFailed, stderr, errorStyle } = this.context;
    const error: unknown = answerFailed.reason;
    if (!answerFailed.aborted || !(error instanceof Error)) return code;
    if ('code' in error && error.code === 'EPIPE') return code;
    const lost = new HelixError('config', `cannot write the answer to standard output: ${error.message}`);
    stderr.write(renderError(lost, errorStyle));
    const { changesSomething } = this.constructor as typeof HelixCommand;
    return code === 0 && !changesSomething ? exitCodeOf(lost) : code;
  }

  protected get startDirectory(): string {
    return resolve(this.context.cwd, this.directory);
  }

  /** @throws HelixError `usage` unless `--directory` names a directory: one above it is not the one meant */
  async #assertDirectory(): Promise<void> {
    if (this.directory === '.') return;
    const kind = this.directory === '' ? null : await this.context.ports.files.kindOf(this.startDirectory);
    if (kind === 'directory') return;
    throw new HelixError(
      'usage',
      kind === null
        ? `--directory: there is no directory "${this.directory}"`
        : `--directory: "${this.directory}" is not a directory`,
    );
  }

  protected print(text: string): void {
    this.context.stdout.write(text);
  }

  protected printJson(value: unknown): void {
    const { stdout, style } = this.context;
    stdout.write(renderJson(value, style.terminal ? 'indented' : 'line'));
  }

  /** Prints warnings and notes on stderr, so that stdout holds only the answer. */
  protected warn(problems: readonly Problem[]): void {
    const shown = problems.filter(({ severity }) => severity !== 'note');
    if (shown.length > 0) {
      this.context.stderr.write(`${renderProblems(shown, this.context.errorStyle)}\n`);
    }
  }

  protected info(text: string): void {
    this.context.stderr.write(`${text}\n`);
  }
}

/** Returns the seconds of a duration option. @throws HelixError `usage` */
export function durationOption(name: string, text: string): number {
  const parsed = parseDuration(text);
  if (parsed.ok) return parsed.seconds;
  throw new HelixError(
    'usage',
    `${name}: ${parsed.message}`,
    parsed.hint === undefined ? {} : { hint: parsed.hint },
  );
}

/** Returns the value of a whole-number option. @throws HelixError `usage` */
export function countOption(name: string, text: string, least: number): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(count) && count >= least) return count;
  throw new HelixError('usage', `${name} takes a whole number from ${least}, not "${text}"`);
}
