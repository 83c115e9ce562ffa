import { exitCodeOf, HelixError } from '../../errors';
import { snakeKeys } from './snake-keys';

/** Renders the error that ended a run for other programs. */
export function errorJson(error: unknown): object {
  const exitCode = exitCodeOf(error);
  if (!(error instanceof HelixError)) {
    return { error: { kind: 'bug', message: String(error), hint: null, problems: [], exit_code: exitCode } };
  }
  const { kind, message, hint = null, problems } = error;
  return { error: { kind, message, hint, problems: problems.map(snakeKeys), exit_code: exitCode } };
}
