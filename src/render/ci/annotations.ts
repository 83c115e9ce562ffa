import type { Problem } from '../../errors';
import type { Plan } from '../../plan/plan';
import { printable } from '../../values/printable';
import type { SourceRef } from '../../values/resource';

interface Annotation {
  readonly severity: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
  readonly source: SourceRef | null;
}

/** The annotations of a kind that GitHub shows of one step; more are lost silently. */
const SHOWN = 10;

/**
 * Renders what a plan and its configuration are refused or warned for as workflow commands of GitHub Actions
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions), each at its file and line.
 */
export function renderAnnotations(plan: Plan | null, problems: readonly Problem[]): string {
  const all = [
    ...(plan?.refusals ?? []).map(({ code, message, hint, source }): Annotation => {
      return { severity: 'error', title: `Helix: ${code}`, message: `${message} ${hint}`, source };
    }),
    ...problems.flatMap(({ severity, code, message, hint = '', place = null }): readonly Annotation[] =>
      severity === 'note'
        ? []
        : [{ severity, title: `Helix: ${code}`, message: `${message} ${hint}`.trim(), source: place }],
    ),
  ];
  const lines = (['error', 'warning'] as const).flatMap((severity) =>
    limited(
      all.filter((one) => one.severity === severity),
      severity,
    ),
  );
  return lines.map((line) => `${line}\n`).join('');
}

function limited(all: readonly Annotation[], severity: 'error' | 'warning'): readonly string[] {
  if (all.length <= SHOWN) return all.map(command);
  const more = all.length - SHOWN + 1;
  return [...all.slice(0, SHOWN - 1).map(command), `::${severity} title=Helix::${more} more: see the log`];
}

function command({ severity, title, message, source }: Annotation): string {
  const place =
    source === null ? [] : [`file=${property(source.file)}`, `line=${source.line}`, `col=${source.column}`];
  return `::${severity} ${[...place, `title=${property(title)}`].join(',')}::${data(message)}`;
}

function data(text: string): string {
  return printable(text.replaceAll(/\s*\n\s*/g, ' ')).replaceAll('%', '%25');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
