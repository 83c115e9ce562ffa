import { HelixError } from '../errors';
import { mismatchOf } from '../state/stored/mismatch';
import { isObject } from '../values/is-object';
import { sealsOf } from './format';
import type { PlanJson } from './format';
import { validatePlan } from './generated/validators';
import type { Plan } from './plan';
import { isIntact } from './seal';

/**
 * Reads a saved plan.
 * @throws HelixError `config` for a text that is not a valid plan, `refused` for a plan that was edited
 */
export function decodePlan(text: string, file: string): Plan {
  const saved = savedIn(text);
  if (saved === null) {
    throw new HelixError('config', `${file} is not a plan`, {
      hint: '`helix plan --out FILE` writes one; `helix plan --json` is for other programs.',
    });
  }
  const { plan, seals } = saved;
  if (plan['format'] !== 1) {
    throw new HelixError('config', `${file} was written by a newer Helix`, {
      hint: 'Update Helix, or plan again.',
    });
  }
  const edits = editsIn(plan, seals);
  if (edits.length > 0) {
    throw new HelixError('refused', [`${file} was edited since it was planned`, ...edits].join('\n  '), {
      hint: 'A plan is applied as it was approved, or not at all. Plan again.',
    });
  }
  // Seals are not secret: an editor can seal an edited plan again.
  const mismatch = mismatchOf(validatePlan, plan);
  if (mismatch !== undefined) {
    throw new HelixError('config', `${file} is damaged: ${mismatch}.`, {
      hint: 'Nothing was changed. Plan again.',
    });
  }
  return plan as unknown as Plan;
}

/** Returns the edits as sentences. Any error while computing the digest also counts as an edit: parts may be missing. */
function editsIn(plan: PlanJson, sealed: Readonly<Record<string, string>>): string[] {
  try {
    const { plan: rest, ...parts } = sealsOf(plan);
    const { plan: sealedRest, ...sealedParts } = sealed;
    const addresses = [...new Set([...Object.keys(sealedParts), ...Object.keys(parts)])];
    const edits = addresses.flatMap((address) => {
      if (parts[address] === sealedParts[address]) return [];
      if (sealedParts[address] === undefined) return [`${address} was added`];
      return [parts[address] === undefined ? `${address} was removed` : `${address} is not as planned`];
    });
    if (rest !== sealedRest) edits.push('its settings for the whole project are not as planned');
    if (edits.length === 0 && !isIntact(plan as unknown as Plan)) edits.push('its digest differs');
    return edits;
  } catch {
    return ['parts of it are missing'];
  }
}

function savedIn(text: string): { plan: PlanJson; seals: Record<string, string> } | null {
  try {
    const saved = JSON.parse(text) as { helixPlan?: unknown; plan?: unknown; seals?: unknown } | null;
    if (saved?.helixPlan === undefined || !isObject(saved.plan)) return null;
    return {
      plan: saved.plan as PlanJson,
      seals: (isObject(saved.seals) ? saved.seals : {}) as Record<string, string>,
    };
  } catch {
    return null;
  }
}
