import { containsImage } from '../../../../stacks';
import { canonicalJson } from '../../../values/digest';
import type { Address } from '../../../values/resource';
import type { JsonObject } from '../../../values/json';
import type { Deviation } from './deviations';
import type { PlannedChange } from './planned-changes';
import type { StackRun } from './stack-run';
import type { PlannedStep } from './step-plans';

/**
 * The parts at which a plan made after a push differs from the one that was compared with the approval before it. Only
 * attributes that contain the image may differ.
 */
export function deviationsAfterPush(before: PlannedStep, now: PlannedStep): Deviation[] {
  const changing = new Set(now.run.members.map(({ address }) => address));
  const parts = new Set([...before.plan.changes.keys(), ...now.plan.changes.keys()]);
  return [...parts].sort().flatMap((part) => {
    const address = now.run.owners.get(part) ?? null;
    // The other resources of a stack may not change at all, which is compared elsewhere.
    if (address === null || !changing.has(address)) return [];
    const [planned, found] = [before.plan.changes.get(part), now.plan.changes.get(part)];
    const difference = differenceOf(planned, found, fixedKeys(now.run, part, address));
    if (difference === null) return [];
    const expected = `${actionText(planned)}, as planned before the push`;
    return [{ terraformAddress: part, address, expected, found: difference }];
  });
}

/** Returns how a change differs from the one that was planned before; null if it does not. */
function differenceOf(
  planned: PlannedChange | undefined,
  found: PlannedChange | undefined,
  keys: readonly string[],
): string | null {
  if (actionText(planned) !== actionText(found)) return actionText(found);
  const differing = keys.filter((key) => !isSame(planned?.after ?? null, found?.after ?? null, key));
  return differing.length === 0 ? null : `${actionText(found)} with another ${differing.join(', ')}`;
}

function isSame(a: JsonObject | null, b: JsonObject | null, key: string): boolean {
  return canonicalJson(a?.[key] ?? null) === canonicalJson(b?.[key] ?? null);
}

/** The attributes of a block that do not contain the image. */
function fixedKeys({ text }: StackRun, part: string, address: Address): string[] {
  const { resource = {} } = JSON.parse(text) as { resource?: Record<string, Record<string, JsonObject>> };
  const [type = '', name = ''] = part.split('.');
  return Object.entries(resource[type]?.[name] ?? {}).flatMap(([key, attribute]) =>
    containsImage(attribute, address) ? [] : [key],
  );
}

function actionText(change: PlannedChange | undefined): string {
  if (change === undefined) return 'nothing';
  const { action } = change;
  if (typeof action !== 'string') return action.unknown;
  return action === 'no-op' ? 'nothing' : action;
}
