import type { Address } from '../../../src/values/resource';
import { fillImage } from '../../lowering/placeholders';
import { HELIX_LINEAGE, helixId } from '../../template';

/** The placeholder for `local.helix_id` in a text that becomes a template later. */
export const HELIX_ID_PLACEHOLDER = '__helix_id__';

/** The placeholder for the number of the AWS account. */
export const ACCOUNT_PLACEHOLDER = '__helix_account__';

/** The placeholder for the lineage of the state. */
export const LINEAGE_PLACEHOLDER = '__helix_lineage__';

/** The data source of the account's number. */
export const ACCOUNT_DATA = 'data.aws_caller_identity.current';

/** Escapes a text and replaces its placeholders by references. */
export function fillPlaceholders(text: string, address: Address): string {
  return fillImage(text, address)
    .replaceAll(HELIX_ID_PLACEHOLDER, helixId(address))
    .replaceAll(LINEAGE_PLACEHOLDER, HELIX_LINEAGE)
    .replaceAll(ACCOUNT_PLACEHOLDER, `\${${ACCOUNT_DATA}.account_id}`);
}
