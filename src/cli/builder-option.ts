import { Option } from 'clipanion';
import { HelixError } from '../errors';
import type { ProjectRequest } from '../workflows/project/project';

/** `--builder`, for commands that build images. */
export const BUILDER_OPTION = (): string | undefined =>
  Option.String('--builder', {
    description: 'local: build images on this host, whatever builder `[build]` names',
  });

/** Returns the builder that the command line names. @throws HelixError `usage` for any but `local` */
export function builderOf(written: string | undefined): Required<ProjectRequest>['builder'] {
  if (written === undefined || written === 'local') return written ?? null;
  throw new HelixError('usage', `--builder takes \`local\`, not "${written}"`, {
    hint: 'Other builders are named in `[build]`, so that every run uses the same one.',
  });
}
