import { HelixError } from '../../../errors';
import type { BuildxExit } from './buildx-program';
import type { SolveProgress } from './solve-progress';

/** Returns the error of a build that failed: its step with the last lines, or what buildx itself reports. */
export function failedBuild(
  { code }: BuildxExit,
  progress: SolveProgress,
  mask: (text: string) => string,
): HelixError {
  const { failure, lastWord } = progress;
  if (failure === null) {
    const why =
      lastWord === '' ? `buildx ended with ${code === null ? 'a signal' : `exit code ${code}`}` : lastWord;
    const isLogIn = /\b(401|403)\b|unauthorized|denied|authentication required|no basic auth/i.test(why);
    return new HelixError(isLogIn ? 'auth' : 'failed', `The image was not built: ${mask(why)}`);
  }
  const lines = failure.lines.length === 0 ? [] : ['Its last lines:', ...failure.lines];
  const message = [`The step \`${failure.name}\` failed: ${failure.why}.`, ...lines].join('\n');
  return new HelixError('failed', mask(message));
}
