import type { AttributeChange, Change } from '../../plan/plan';
import type { Json } from '../../values/json';
import { UNKNOWN } from '../../values/unknown';
import { isMultiLine, valueText } from './value-text';

/** A change of something that exists and will exist. */
export type Changed = Extract<Change, { action: 'update' | 'replace' }>;

/** Returns the value of an attribute. The image that Helix builds for a machine is shown as it is pulled. */
export function shownText(
  path: string,
  value: Json | undefined,
  change: Change,
  side: 'before' | 'after',
): string {
  const images = path === 'image' && 'machineImage' in change ? change.machineImage : undefined;
  if (images === undefined || (side === 'before' && images.before === null)) return valueText(value);
  const reference = images[side];
  return reference === null ? valueText(UNKNOWN) : shortReference(reference);
}

/** Returns both sides of an attribute on one line: `small -> medium`, or `changed` where they have more lines. */
export function changedText({ path, before, after }: AttributeChange, change: Changed): string {
  if (isMultiLine(before) || isMultiLine(after)) return 'changed';
  return `${sideText(path, before, change, 'before')} -> ${sideText(path, after, change, 'after')}`;
}

/** Returns a reference with as much of its digest as tells it apart from others. */
function shortReference(reference: string): string {
  return reference.replace(/(@sha256:[0-9a-f]{12})[0-9a-f]{52}$/, '$1...');
}

/** Returns the value of one side. An undeclared size is the region's default, which the price knows. */
export function sideText(
  path: string,
  value: Json | undefined,
  change: Changed,
  side: 'before' | 'after',
): string {
  if (path === 'image') return shownText(path, value, change, side);
  if (path !== 'size' || (value !== null && value !== undefined)) return valueText(value);
  const size = change.cost?.pricedAs[side] ?? null;
  return size === null ? '(default)' : `${size} (default)`;
}
