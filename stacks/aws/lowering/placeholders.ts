import type { Address } from '../../../src/values/resource';
import { HELIX_LINEAGE, helixId, literal } from '../../template';

/** Stands for `local.helix_id` in a text that is finished before it becomes a template. */
export const HELIX_ID_MARK = '__helix_id__';

/** Stands for the number of the account that is applied to. */
export const ACCOUNT_MARK = '__helix_account__';

/** Stands for the lineage of the state. */
export const LINEAGE_MARK = '__helix_lineage__';

/** The data source that the account's number comes from. */
export const ACCOUNT_DATA = 'data.aws_caller_identity.current';

/** A finished text as a template in which the marks are what they stand for. */
export function withMarks(text: string, address: Address): string {
  return literal(text)
    .replaceAll(HELIX_ID_MARK, helixId(address))
    .replaceAll(LINEAGE_MARK, HELIX_LINEAGE)
    .replaceAll(ACCOUNT_MARK, `\${${ACCOUNT_DATA}.account_id}`);
}
