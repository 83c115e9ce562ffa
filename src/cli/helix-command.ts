import { resolve } from 'node:path';
import { Command, Option } from 'clipanion';
import { HelixError, exitCodeOf } from '../errors';
import type { Problem } from '../errors';
import type { Questions } from '../ports/questions';
import { parseDuration } from '../values/time/duration';
import { refusedFile } from '../values/file-errors';
import { renderError } from '../render/problems/render-error';
import { renderProblems } from '../render/problems/render-problems';
import { errorJson } from '../render/json/error-json';
import { renderJson } from '../render/json/render-json';
import type { HelixContext } from './context';
import type { EventStream } from './event-stream';
import { pasteable } from './pasteable';
import type { Selection } from './pasteable';
import { COMMON_VARIABLES } from './variables';
import type { Variable } from './variables';

/** The base of all commands: errors become text on stderr and an exit code. */
export abstract class HelixCommand extends Command<HelixContext> {
  /** Whether it is run for what it changes. All other commands are run for their answer: losing it is an error. */
  static readonly changesSomething: boolean = false;
  /** The exit codes that it ends with, for its help; 70 is any command's. */
  static readonly exitCodes: readonly number[] = [0, 1, 64];
  static readonly variables: readonly Variable[] = COMMON_VARIABLES;

  directories = Option.Array('--directory,-C', { description: 'Directory of the project' });
  verbose = Option.Boolean('--verbose', false, {
    description: 'Log every request and every step to standard error',
  });

  /** The messages for other programs, of a command that has them. */
  protected stream: EventStream | null = null;
  #directory: string | null = null;

  /** The directories as they were typed, at least one. */
  protected get typedDirectories(): readonly string[] {
    return this.directories ?? ['.'];
  }

  /** The one that the command works on now. */
  protected get directory(): string {
    return this.#directory ?? this.typedDirectories[0] ?? '.';
  }

  /** Works on one of several directories from now on. */
  protected enter(directory: string): void {
    this.#directory = directory;
  }

  /** Whether the command works on one directory after the other. */
  protected get takesDirectories(): boolean {
    return false;
  }

  /** Clipanion itself prints errors on stdout and may end with 0, so they are caught here. */
  override async validateAndExecute(): Promise<number> {
    if (this.verbose) await this.context.beVerbose();
    try {
      await this.#assertDirectories();
      return await super.validateAndExecute();
    } catch (error) {
      const shown = explain(error);
      this.tell(renderError(shown, this.context.errorStyle));
      this.stream?.fail(shown);
      // The error has been told: what is wrong with the CI's own variables, or its files, ends nothing else.
      await Promise.resolve()
        .then(() => this.reportFailure(shown))
        .catch(() => undefined);
      // A program that asked for JSON gets the error as JSON too.
      if (this.wantsJson) this.printJson(errorJson(shown));
      return exitCodeOf(shown);
    }
  }

  /** Whether the answer is for a program, so that an error is too. */
  protected get wantsJson(): boolean {
    return 'json' in this && this.json === true;
  }

  /** Whether a person can be asked, who sees what the answer leads to. */
  protected get canAsk(): boolean {
    const { terminal } = this.context;
    return terminal.interactive && (terminal.showsAnswers || this.wantsJson);
  }

  /** Loads the questions. @throws HelixError `usage` where nobody can be asked, naming the options that answer them */
  protected async loadQuestions(options: string): Promise<Questions> {
    if (this.canAsk) return this.context.terminal.loadQuestions();
    throw new HelixError('usage', `there is no terminal to ask on: give ${options}`);
  }

  /** Tells others than the person at the screen of an error. */
  protected reportFailure(_error: unknown): void | Promise<void> {
    // Most commands are run by a person or in a log.
  }

  protected get startDirectory(): string {
    return resolve(this.context.cwd, this.directory);
  }

  /** @throws HelixError `usage` unless `--directory` names a directory: one above it is not the one meant */
  async #assertDirectories(): Promise<void> {
    const { cwd, ports } = this.context;
    const typed = this.typedDirectories;
    if (typed.length > 1 && !this.takesDirectories)
      throw new HelixError('usage', 'this command takes one --directory', {
        hint: '`plan` and `destroy --expired` take several.',
      });
    for (const directory of typed.filter((one) => one !== '.')) {
      const kind = directory === '' ? null : await ports.files.readKind(resolve(cwd, directory));
      if (kind === 'directory') continue;
      throw new HelixError(
        'usage',
        kind === null
          ? `--directory: there is no directory "${directory}"`
          : `--directory: "${directory}" is not a directory`,
      );
    }
  }

  /** The options to repeat in the commands that this one prints. */
  protected get selection(): Selection {
    return { directory: this.directory === '.' ? [] : ['-C', this.directory], project: [] };
  }

  protected print(text: string): void {
    this.context.stdout.write(pasteable(text, this.selection));
  }

  protected printJson(value: unknown): void {
    const { stdout, style } = this.context;
    const isLine = !style.terminal || this.stream?.onStdout === true;
    stdout.write(renderJson(value, isLine ? 'line' : 'indented'));
  }

  /** Prints warnings and notes on stderr, so that stdout holds only the answer. */
  protected warn(problems: readonly Problem[]): void {
    this.stream?.warn(problems);
    const shown = problems.filter(({ severity }) => severity !== 'note');
    if (shown.length > 0) {
      this.tell(`${renderProblems(shown, this.context.errorStyle)}\n`);
    }
  }

  /** Prints text on stderr. */
  protected tell(text: string): void {
    this.context.stderr.write(pasteable(text, this.selection));
  }

  protected info(text: string): void {
    this.tell(`${text}\n`);
  }
}

/** Returns the error to show: a file that the system refuses is the user's to repair, whoever used it. */
function explain(error: unknown): unknown {
  const refused = refusedFile(error);
  if (refused === null) return error;
  return new HelixError('config', `Cannot use ${refused.path}: ${refused.reason}.`, { cause: error });
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

/** Returns the value of an option that takes one of a few words. @throws HelixError `usage` */
export function choiceOption<T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === text);
  if (found !== undefined) return found;
  throw new HelixError('usage', `${name} takes ${allowed.join(' or ')}, not "${text}"`);
}
