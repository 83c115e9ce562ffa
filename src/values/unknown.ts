import type { Json } from './json';

/** Stands in desired state and plans for a value that only an apply can tell, such as a registry's address. */
export const UNKNOWN: Json = { $helix: 'known-after-apply' };

/** Whether a value is the stand-in for one that is not known yet. */
export function isUnknown(value: Json | undefined): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    '$helix' in value &&
    value['$helix'] === 'known-after-apply'
  );
}
