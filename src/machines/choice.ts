import type { CloudName } from '../clouds';
import type { Rate } from '../pricing/rates';
import type { PlannedDisk } from '../resources/machine';

/** A machine that was chosen for a spec, and its rate. */
export interface Choice {
  readonly provider: CloudName;
  readonly region: string;
  readonly type: string;
  readonly disk: PlannedDisk | null;
  /** The disk that the type includes; null where types include none, or it is not known. */
  readonly ownDiskGb: number | null;
  readonly rate: Rate;
  readonly why: ChoiceReason;
}

export type ChoiceReason =
  /**
   * It is the cheapest of `of` candidates: types in its region, or places for `auto`. `next` is the second cheapest, of
   * another cloud if there is one.
   */
  | { readonly type: 'cheapest'; readonly of: number; readonly next: string | null }
  /** It is the type on record, which still satisfies the spec. */
  | { readonly type: 'kept' }
  /** An `auto` choice that helix.lock.json or the state remembers. */
  | { readonly type: 'remembered' };

/** The reason that nothing was chosen: a sentence, and what to do. */
export interface NoChoice {
  readonly code: 'nothing-fits' | 'unpriced-region';
  readonly message: string;
  readonly hint: string;
}

export type Chosen = { readonly ok: true; readonly choice: Choice } | ({ readonly ok: false } & NoChoice);
