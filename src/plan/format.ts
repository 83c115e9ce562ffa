import { HelixError } from '../errors';
import type { Plan } from './plan';
import { isIntact } from './seal';

/** The text of a saved plan file. */
export function encodePlan(plan: Plan): string {
  return `${JSON.stringify({ helixPlan: plan.format, plan }, null, 1)}\n`;
}

/**
 * Reads a saved plan.
 * @throws HelixError `config` for what is no plan, `refused` for a plan that was edited since
 */
export function decodePlan(text: string, file: string): Plan {
  const plan = planIn(text);
  if (plan === null) {
    throw new HelixError('config', `${file} is not a plan`, {
      hint: '`helix plan --out FILE` writes one; `helix plan --json` is for other programs.',
    });
  }
  if (plan.format !== 1) {
    throw new HelixError('config', `${file} was written by a newer Helix`, { hint: 'Update Helix, or plan again.' });
  }
  if (!hasIntactShape(plan)) {
    throw new HelixError('refused', `${file} was edited: its contents no longer match its digest`, {
      hint: 'A plan is carried out as it was approved, or not at all. Plan again.',
    });
  }
  return plan;
}

function planIn(text: string): (Omit<Plan, 'format'> & { readonly format: number }) | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('helixPlan' in value) || !('plan' in value)) return null;
    return typeof value.plan === 'object' ? (value.plan as Plan | null) : null;
  } catch {
    return null;
  }
}

/** An edited plan may lack anything: whatever the digest trips over is an edit too. */
function hasIntactShape(plan: Omit<Plan, 'format'>): plan is Plan {
  try {
    return isIntact({ ...plan, format: 1 });
  } catch {
    return false;
  }
}
