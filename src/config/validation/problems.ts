import type { Problem } from '../../errors';

export type Severity = Problem['severity'];

/** A problem to report, without its severity. The place may be a thunk, so that it is computed only for problems that are kept. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly place?: Problem['place'] | (() => Problem['place']);
}

/** The number of problems of one severity that are kept; the rest are counted. */
const KEPT = 50;

/** The problems of one run. An invalid file of 100,000 tables costs no more than a page of messages. */
export class ProblemList {
  readonly #kept: Problem[] = [];
  readonly #counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 };

  error(finding: Finding): void {
    this.add('error', finding);
  }

  warning(finding: Finding): void {
    this.add('warning', finding);
  }

  note(finding: Finding): void {
    this.add('note', finding);
  }

  add(severity: Severity, finding: Finding): void {
    this.#counts[severity] += 1;
    if (this.#counts[severity] <= KEPT) this.#kept.push(problem(severity, finding));
  }

  /** Adds the problems that another step found. */
  addAll(problems: readonly Problem[]): void {
    for (const { severity, code, message, hint, place } of problems) {
      this.add(severity, { code, message, hint, place });
    }
  }

  get hasErrors(): boolean {
    return this.#counts.error > 0;
  }

  /** Returns the problems by file and line, those without a place first, then one line for each severity that was cut short. */
  toArray(): Problem[] {
    const sorted = [...this.#kept].sort(byPlace);
    for (const severity of ['error', 'warning', 'note'] as const) {
      const more = this.#counts[severity] - KEPT;
      if (more > 0) {
        const message = `And ${more} more ${severity}${more === 1 ? '' : 's'} like these.`;
        sorted.push({ severity, code: 'too-many-problems', message });
      }
    }
    return sorted;
  }
}

/** Returns a Problem with its place computed. */
export function problem(severity: Severity, { code, message, hint, place }: Finding): Problem {
  const found = typeof place === 'function' ? place() : place;
  return {
    severity,
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(found === undefined ? {} : { place: found }),
  };
}

function byPlace(a: Problem, b: Problem): number {
  if (a.place === undefined || b.place === undefined) {
    return Number(a.place !== undefined) - Number(b.place !== undefined);
  }
  if (a.place.file !== b.place.file) return a.place.file < b.place.file ? -1 : 1;
  return a.place.line - b.place.line || a.place.column - b.place.column;
}
