import type { Address } from '../../../src/values/resource';
import { fillImage } from '../../lowering/placeholders';
import { HELIX_SCOPE, helixId } from '../../template';

/** The placeholder for `local.helix_id` in a text that becomes a template later. */
export const HELIX_ID_PLACEHOLDER = '__helix_id__';

/** The placeholder for the project. */
export const PROJECT_PLACEHOLDER = '__helix_project__';

/** Escapes a text and replaces its placeholders by references. */
export function fillPlaceholders(text: string, address: Address): string {
  return fillImage(text, address)
    .replaceAll(HELIX_ID_PLACEHOLDER, helixId(address))
    .replaceAll(PROJECT_PLACEHOLDER, HELIX_SCOPE);
}
