import type { Plan } from '../../plan/plan';
import { printable } from '../../values/printable';
import { shortened } from './inert';

/** The run that made a report, as far as it is known: what a later run needs to find it, and not to overwrite a newer one. */
export interface ReportOrigin {
  /** The project's directory, as the user named it. */
  readonly directory?: string;
  readonly environment?: string;
  /** The number of the run in its CI, and the attempt: `1042.1`. */
  readonly run?: string;
  readonly commit?: string;
}

/** Returns the first line of a report: a comment that programs find it by, and that no value can end. */
export function markerLine(
  plan: Pick<Plan, 'project' | 'workspace' | 'digest'>,
  origin: ReportOrigin,
): string {
  const { directory, environment, run, commit } = origin;
  const fields = { project: plan.project, directory, workspace: plan.workspace, environment, run, commit };
  const known = Object.entries(fields).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}=${markerValue(value)}`],
  );
  return `<!-- helix:plan${known.join('')} digest=${markerValue(plan.digest)} -->`;
}

/** Returns a value as one word, which `decodeURIComponent` gives back. */
export function markerValue(value: string): string {
  return encodeURIComponent(printable(shortened(value, 100)))
    .replaceAll('%2F', '/')
    .replaceAll('%3A', ':')
    .replaceAll('--', '-%2D');
}
