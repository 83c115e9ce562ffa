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
  plan: Pick<Plan, 'project' | 'workspace' | 'digest' | 'mode'>,
  origin: ReportOrigin,
): string {
  const { directory, environment, run, commit } = origin;
  const { project, workspace } = plan;
  const mode = plan.mode === 'apply' ? undefined : plan.mode;
  const fields = { project, directory, workspace, environment, mode, run, commit };
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

/** The fields of a marker that say what its report is about; a later run has the same. */
const SUBJECT = ['project', 'directory', 'workspace', 'environment', 'mode'] as const;

/** Reads the marker of a report; null for a text that does not begin with one. */
export function readMarker(
  text: string,
): { readonly subject: string; readonly run: string | null; readonly digest: string } | null {
  const values = markerFields('plan', text);
  const digest = values?.get('digest');
  if (values === null || digest === undefined) return null;
  const subject = SUBJECT.map((key) => `${key}=${values.get(key) ?? ''}`).join(' ');
  return { subject, run: values.get('run') ?? null, digest };
}

/** Returns the fields of the marker that a report begins with; null for a text that begins with no such marker. */
export function markerFields(kind: 'plan' | 'preview', text: string): ReadonlyMap<string, string> | null {
  const [, found, fields = ''] = /^<!-- helix:([a-z]+)((?: [a-z]+=\S*)*) -->(?:\r?\n|$)/.exec(text) ?? [];
  if (found !== kind) return null;
  return new Map(
    fields
      .trim()
      .split(' ')
      .map((field): [string, string] => {
        const at = field.indexOf('=');
        return [field.slice(0, at), field.slice(at + 1)];
      }),
  );
}
