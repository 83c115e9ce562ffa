import { exitCodeOf, HelixError } from '../errors';
import { renderError } from '../render/problems/render-error';
import type { HelixContext } from './context';

/**
 * Returns the exit code of the work, with a message where its answer was lost. A reader that ended wants no more of it;
 * otherwise a lost answer is an error of a command that changes nothing.
 */
export async function reportLostAnswer(
  code: number,
  changesSomething: boolean,
  { answerFailed, stderr, errorStyle }: Pick<HelixContext, 'answerFailed' | 'stderr' | 'errorStyle'>,
): Promise<number> {
  // A failed write is known a moment later.
  await new Promise((resolve) => setImmediate(resolve));
  const error: unknown = answerFailed.reason;
  if (!answerFailed.aborted || !(error instanceof Error)) return code;
  if ('code' in error && error.code === 'EPIPE') return code;
  const lost = new HelixError('config', `cannot write the answer to standard output: ${error.message}`);
  stderr.write(renderError(lost, errorStyle));
  return code === 0 && !changesSomething ? exitCodeOf(lost) : code;
}
