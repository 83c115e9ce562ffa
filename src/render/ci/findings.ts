import type { Problem } from '../../errors';
import type { Plan } from '../../plan/plan';
import type { SourceRef } from '../../values/resource';

/** A reason why a plan is refused, or a mistake in a file, for a forge that shows it beside the line. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly source: SourceRef | null;
}

/**
 * Returns the refusals of a plan, and the errors and warnings of its configuration. `under`: the directory of the project
 * in the checkout, which is put before the names of its files; empty where they are the same.
 */
export function findingsOf(
  plan: Pick<Plan, 'refusals'> | null,
  problems: readonly Problem[],
  under: string,
): readonly Finding[] {
  const placed = (source: SourceRef | null): SourceRef | null =>
    source === null || under === '' ? source : { ...source, file: `${under}/${source.file}` };
  return [
    ...(plan?.refusals ?? []).map(({ code, message, hint, source }): Finding => {
      return { severity: 'error', code, message: `${message}. ${hint}`, source: placed(source) };
    }),
    ...problems.flatMap(({ severity, code, message, hint = '', place = null }): readonly Finding[] =>
      severity === 'note'
        ? []
        : [{ severity, code, message: `${message} ${hint}`.trim(), source: placed(place) }],
    ),
  ];
}
