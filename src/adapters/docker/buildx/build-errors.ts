import type { BuildConfig } from '../../../config/build/build';
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

/** Returns the error of a build that took too long. */
export function lateBuild({ timeoutSeconds }: Pick<BuildConfig, 'timeoutSeconds'>): HelixError {
  const limit = timeoutSeconds % 60 === 0 ? `${timeoutSeconds / 60}min` : `${timeoutSeconds}s`;
  return new HelixError('failed', `The image was not built within ${limit}.`, {
    hint: 'Set `timeout` in `[build]` to a longer time, or add a `[build.cache]`.',
  });
}
