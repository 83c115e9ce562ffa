import type { Plan } from '../../plan/plan';
import { printable } from '../../values/printable';
import { toned } from '../lines';
import type { Line } from '../lines';
import { countsOf } from './plan-counts';

/** The command that carries this very plan out, or that none does. `more` are words that it needs besides. */
export function nextStepLines(plan: Plan, more: readonly string[]): readonly Line[] {
  if (plan.refusals.length > 0) return [[toned('error', 'This plan cannot be applied.')]];
  // A run that first has to find out what became of earlier operations makes a plan of its own.
  if (plan.unresolved.length > 0 || plan.unsupported.length > 0 || isEmpty(plan)) return [];
  const words = [
    ...(plan.workspace === 'default' ? [] : ['--workspace', plan.workspace]),
    ...plan.targets.flatMap((target) => ['--target', target]),
    ...more,
  ];
  const rest = words.map((word) => ` ${shellWord(word)}`).join('');
  switch (plan.mode) {
    case 'apply':
      return [[`Approve with: helix apply${rest} --plan-digest ${plan.digest}`]];
    case 'destroy':
      return [[`Carry out with: helix destroy${rest}`]];
    case 'expired':
      return [[`Carry out with: helix destroy --expired${rest}`]];
  }
}

function isEmpty(plan: Plan): boolean {
  const { add, change, destroy } = countsOf(plan);
  return add + change + destroy === 0;
}

/** Safe to paste into a shell. */
function shellWord(text: string): string {
  const shown = printable(text);
  return /^[\w./:@%+=-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", `'\\''`)}'`;
}
