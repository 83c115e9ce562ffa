import type { ApplyResult } from '../../ports/reporter';

/** The numbers of resources that an apply has changed. A replaced one counts as added and as destroyed. */
export interface ResultCounts {
  readonly added: number;
  readonly updated: number;
  readonly imported: number;
  readonly destroyed: number;
  readonly notDone: number;
}

export function resultCounts(results: readonly ApplyResult[]): ResultCounts {
  const done = results.filter(({ result }) => result === 'done');
  const count = (...actions: readonly string[]): number =>
    done.filter(({ action }) => actions.includes(action)).length;
  return {
    added: count('create', 'replace'),
    updated: count('update'),
    imported: count('import'),
    destroyed: count('delete', 'replace'),
    notDone: results.length - done.length,
  };
}
