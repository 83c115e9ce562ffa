import type { Plan } from '../plan/plan';
import { verdictOf } from '../plan/verdict';
import type { Verdict } from '../plan/verdict';

/** Returns the exit code of a command that shows a plan. */
export function exitCodeOfPlan(
  plan: Plan,
  { allowRefused = false, detailedExitcode = false }: PlanExitOptions = {},
): number {
  const codes: Record<Verdict, number> = {
    refused: allowRefused ? 0 : 5,
    changes: detailedExitcode ? 2 : 0,
    nothing: 0,
  };
  return codes[verdictOf(plan)];
}

interface PlanExitOptions {
  readonly allowRefused?: boolean;
  readonly detailedExitcode?: boolean;
}

/** Returns the exit code of a command that did several things: an error wins over changes, and those over nothing. */
export function worstOf(codes: readonly number[]): number {
  return codes.find((code) => code !== 0 && code !== 2) ?? Math.max(0, ...codes);
}
