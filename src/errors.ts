import type { Address, SourceRef } from './values/resource';

/** One mistake of the user, with a place and a hint. All Problems of a run are shown together. */
export interface Problem {
  readonly severity: 'error' | 'warning' | 'note';
  /** Stable, kebab-case: `unknown-key`, `bad-duration`. */
  readonly code: string;
  /** One sentence, naming the wrong value. */
  readonly message: string;
  /** The way out: "Did you mean `size`?" */
  readonly hint?: string;
  readonly place?: SourceRef & {
    /** The source line as it stands in the file, for the caret. */
    readonly text?: string;
    /** The number of columns that the caret underlines; 1 when absent. */
    readonly length?: number;
  };
}

/** The reason why a run ended early; each kind has one exit code (see `exitCodeOf`). */
export type ErrorKind =
  | 'config' // the user's files or arguments are wrong
  | 'state' // a record or a saved plan holds something invalid
  | 'not-found' // a name that nothing has
  | 'unreachable' // a service did not answer before the first operation
  | 'auth' // not authenticated or not allowed
  | 'failed' // a resource failed, or recovery had to report
  | 'refused' // stale, edited, deviation, budget, policy, protect, missing engine
  | 'cancelled' // Ctrl-C, or "no" at the prompt
  | 'locked' // the lock is held, or waiting for it timed out
  | 'usage'; // wrong command line, or no terminal to ask on

const CODE_OF: Record<ErrorKind, number> = {
  config: 1,
  state: 1,
  'not-found': 1,
  unreachable: 1,
  auth: 3,
  failed: 4,
  refused: 5,
  cancelled: 8,
  locked: 9,
  usage: 64,
};

/** Every exit code with its meaning; `docs/exit-codes.md` is generated from it. */
export const EXIT_CODES: Readonly<Record<number, string>> = {
  0: 'Done. For `plan`: nothing refuses it, with or without changes.',
  1: 'An error that you can fix, or a service that could not be reached before the first operation.',
  2: '`apply` would have something to do (`plan --detailed-exitcode` only).',
  3: 'Not authenticated or not allowed.',
  4: 'A resource failed, or recovery had something to report.',
  5: 'Refused, by `plan` as well: stale, edited, protected, over budget, against a policy, missing engine, too much to destroy.',
  8: 'Cancelled, or "no" at the prompt.',
  9: 'The lock is held by another run, or waiting for it timed out.',
  64: 'Wrong command line, or no terminal to ask on without `--auto-approve`.',
  70: 'A bug in Helix; the stack is shown.',
};

/** An error that is not a bug: it is shown without a stack. */
export class HelixError extends Error {
  override readonly name = 'HelixError';
  readonly kind: ErrorKind;
  readonly hint: string | undefined;
  readonly problems: readonly Problem[];
  /** The resources that it is about, where whoever throws it does not know the files. */
  readonly about: readonly Address[];

  constructor(
    kind: ErrorKind,
    message: string,
    details: {
      hint?: string;
      problems?: readonly Problem[];
      about?: readonly Address[];
      cause?: unknown;
    } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.hint = details.hint;
    this.problems = details.problems ?? [];
    this.about = details.about ?? [];
  }
}

/** The process exit code for an error; anything that is not a HelixError is a bug: 70. */
export function exitCodeOf(error: unknown): number {
  return error instanceof HelixError ? CODE_OF[error.kind] : 70;
}
