import { HelixError } from '../../../errors';
import type { ErrorKind } from '../../../errors';

/** A call that Fly refused, as fields. The token is in none of them. */
export class FlyError extends HelixError {
  /** The HTTP status. */
  readonly status: number;
  /** Fly's word for programs: `insufficient_capacity`; empty where it gives none. */
  readonly word: string;

  constructor(
    kind: ErrorKind,
    message: string,
    { status, word, hint }: { readonly status: number; readonly word: string; readonly hint?: string },
  ) {
    super(kind, message, hint === undefined ? {} : { hint });
    this.status = status;
    this.word = word;
  }
}

/** Whether Fly refused a call with one of these statuses. */
export function isRefused(error: unknown, ...statuses: readonly number[]): error is FlyError {
  return error instanceof FlyError && statuses.includes(error.status);
}

/** Whether a call was refused with a word of Fly's. */
export function isWord(error: unknown, ...words: readonly string[]): error is FlyError {
  return error instanceof FlyError && words.includes(error.word);
}

/** Whether no usable answer came, so that the call may have been done. */
export function isLost(error: unknown): boolean {
  return error instanceof HelixError && error.kind === 'unreachable';
}
