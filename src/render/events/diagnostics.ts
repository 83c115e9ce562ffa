import { HelixError } from '../../errors';
import type { Problem } from '../../errors';
import type { JsonObject } from '../../values/json';
import type { Address, SourceRef } from '../../values/resource';
import { messageOf } from './message';
import type { Message } from './message';

/** A message about the user's files or about a resource, with its place where that is known. */
interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly address?: Address | null;
  readonly source: SourceRef | null;
}

/** Returns a diagnostic in Terraform's form. Lines and columns count from 1; `at` is RFC 3339 UTC. */
export function diagnosticMessage(diagnostic: Diagnostic, at: string): Message {
  const { severity, code, message, hint = '', address = null, source } = diagnostic;
  const word = severity === 'error' ? 'Error' : 'Warning';
  const level = severity === 'error' ? 'error' : 'warn';
  const shown = {
    severity,
    summary: message,
    detail: hint,
    ...(address !== null && { address }),
    ...(source !== null && { range: rangeOf(source) }),
  };
  return messageOf('diagnostic', `${word}: ${message}`, at, { diagnostic: shown, helix: { code } }, level);
}

/** Returns the problems of a project as diagnostics; notes are left out, as on the screen. */
export function problemMessages(problems: readonly Problem[], at: string): readonly Message[] {
  return problems.flatMap(({ severity, code, message, hint, place }) =>
    severity === 'note'
      ? []
      : diagnosticMessage({ severity, code, message, hint, source: place ?? null }, at),
  );
}

/** Returns the error that ended a run as diagnostics: itself, then each of its problems. */
export function errorMessages(error: unknown, at: string): readonly Message[] {
  if (!(error instanceof HelixError)) {
    const message = error instanceof Error ? error.message : String(error);
    return [diagnosticMessage({ severity: 'error', code: 'bug', message, source: null }, at)];
  }
  const { kind, message, hint, about, problems } = error;
  const whole = {
    severity: 'error',
    code: kind,
    message,
    hint,
    address: about[0] ?? null,
    source: null,
  } as const;
  return [diagnosticMessage(whole, at), ...problemMessages(problems, at)];
}

function rangeOf({ file, line, column }: SourceRef): JsonObject {
  const point = { line, column, byte: 0 };
  return { filename: file, start: point, end: point };
}
