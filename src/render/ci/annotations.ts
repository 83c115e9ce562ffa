import { printable } from '../../values/printable';
import type { Finding } from './findings';

/** The annotations of a kind that GitHub shows of one step; more are lost silently. */
const SHOWN = 10;

/**
 * Renders findings as workflow commands of GitHub Actions
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions), each at its file and line.
 */
export function renderAnnotations(findings: readonly Finding[]): string {
  const lines = (['error', 'warning'] as const).flatMap((severity) =>
    limited(
      findings.filter((one) => one.severity === severity),
      severity,
    ),
  );
  return lines.map((line) => `${line}\n`).join('');
}

function limited(all: readonly Finding[], severity: 'error' | 'warning'): readonly string[] {
  if (all.length <= SHOWN) return all.map(command);
  const more = all.length - SHOWN + 1;
  return [...all.slice(0, SHOWN - 1).map(command), `::${severity} title=Helix::${more} more: see the log`];
}

function command({ severity, code, message, source }: Finding): string {
  const place =
    source === null ? [] : [`file=${property(source.file)}`, `line=${source.line}`, `col=${source.column}`];
  return `::${severity} ${[...place, `title=${property(`Helix: ${code}`)}`].join(',')}::${data(message)}`;
}

function data(text: string): string {
  return printable(text.replaceAll(/\s*\n\s*/g, ' ')).replaceAll('%', '%25');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
