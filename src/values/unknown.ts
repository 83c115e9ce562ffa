import type { Json } from './json';

/** The placeholder in desired states and plans for a value that is known only after apply, such as a registry's address. */
export const UNKNOWN: Json = { $helix: 'known-after-apply' };

/** Whether a value is the placeholder of an unknown value. */
export function isUnknown(value: Json | undefined): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    '$helix' in value &&
    value['$helix'] === 'known-after-apply'
  );
}
