import type { Address } from '../values/resource';
import { differences } from './attributes';
import { filesIn, shortText } from './difference-text';
import type { Change, Plan } from './plan';

/** Returns the differences between the changes of two plans, as sentences; empty if the changes are the same. */
export function planDifferences(then: Plan, now: Plan): string[] {
  const before = byAddress(then);
  const after = byAddress(now);
  const addresses = [...new Set([...before.keys(), ...after.keys()])].sort();
  return addresses.flatMap((address) => changeDifferences(address, before.get(address), after.get(address)));
}

function changeDifferences(address: Address, then?: Change, now?: Change): string[] {
  if (then === undefined) return now === undefined ? [] : [`${address}: now also ${verb(now)}`];
  if (now === undefined) return [`${address}: no longer ${verb(then)}`];
  if (then.action !== now.action) return [`${address}: was ${verb(then)}, is now ${verb(now)}`];
  const sentences = [
    ...differences(then.before ?? {}, now.before ?? {}).map(({ path }) => `${path} was recorded differently`),
    ...differences(then.after ?? {}, now.after ?? {}).map(
      (difference) =>
        filesIn(difference) ??
        `${difference.path} was to become ${shortText(difference.before)}, now ${shortText(difference.after)}`,
    ),
  ];
  sentences.push(
    ...secretPaths(then)
      .filter((path) => !secretPaths(now).includes(path))
      .map((path) => `the value of ${path} was to be brought over, and no longer differs`),
    ...secretPaths(now)
      .filter((path) => !secretPaths(then).includes(path))
      .map((path) => `the value of ${path} has changed`),
  );
  if (then.ttlSeconds !== now.ttlSeconds) sentences.push('its ttl differs');
  if (isProtected(then) !== isProtected(now)) sentences.push('its protect differs');
  if (then.cost?.afterHourly !== now.cost?.afterHourly) {
    sentences.push(
      `its price was ${then.cost?.afterHourly ?? 'unknown'}, now ${now.cost?.afterHourly ?? 'unknown'} $/h`,
    );
  }
  return sentences.map((sentence) => `${address}: ${sentence}`);
}

function secretPaths(change: Change): readonly string[] {
  return 'secretChanges' in change ? change.secretChanges.map(({ path }) => path) : [];
}

function byAddress(plan: Plan): Map<Address, Change> {
  return new Map([...plan.changes, ...plan.unsupported].map((change) => [change.address, change]));
}

function verb(change: Change): string {
  return { create: 'created', update: 'updated', replace: 'replaced', delete: 'deleted', read: 'read' }[
    change.action
  ];
}

function isProtected(change: Change): boolean {
  return 'protect' in change && change.protect;
}
