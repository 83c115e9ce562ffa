import { digestOf } from '../values/digest';
import type { Json } from '../values/json';
import type { Plan } from './plan';
import type { PlanSignature } from './signature';

/** Returns the text of a saved plan file: the plan, with a seal for each part, so that an edited part can be named. */
export function encodePlan(plan: Plan, signature: PlanSignature | null = null): string {
  const json = JSON.parse(JSON.stringify(plan)) as PlanJson;
  const saved = { helixPlan: plan.format, plan: json, seals: sealsOf(json), ...(signature && { signature }) };
  return `${JSON.stringify(saved, null, 1)}\n`;
}

/** Whether a text begins as a saved plan does, of whatever format and whether intact or not. */
export function isSavedPlan(text: string): boolean {
  return /^\s*\{\s*"helixPlan"\s*:/.test(text);
}

/** A plan as it stands in a file. */
export type PlanJson = Record<string, Json>;

/** The seals of all parts: each change by its address, and `plan` for the rest but the digest, which seals itself. */
export function sealsOf(plan: PlanJson): Record<string, string> {
  const { changes, unsupported, digest: _, ...rest } = plan;
  const seals: Record<string, string> = { plan: sealOf(rest) };
  for (const change of [changes, unsupported].flat() as (PlanJson & { address: string })[]) {
    seals[change.address] = sealOf(change);
  }
  return seals;
}

function sealOf(part: Json): string {
  return digestOf(part).slice(0, 16);
}
