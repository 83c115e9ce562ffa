import type { CloudName } from '../clouds';
import type { Rate } from '../pricing/rates';
import type { PlannedDisk } from '../resources/machine';

/** A machine that was chosen for a spec, and what it costs. */
export interface Choice {
  readonly provider: CloudName;
  readonly region: string;
  readonly type: string;
  readonly disk: PlannedDisk | null;
  readonly rate: Rate;
  readonly why: ChoiceReason;
}

export type ChoiceReason =
  /**
   * The cheapest of so many that would do: of types in its region, or for `auto` of places. `next` comes after it, of
   * another cloud where there is one.
   */
  | { readonly type: 'cheapest'; readonly of: number; readonly next: string | null }
  /** It is the recorded type, and still does. */
  | { readonly type: 'kept' }
  /** An `auto` choice that helix.lock.json or the state remembers. */
  | { readonly type: 'remembered' };

/** Why nothing was chosen: a sentence, and what to do. */
export interface NoChoice {
  readonly code: 'nothing-fits' | 'unpriced-region';
  readonly message: string;
  readonly hint: string;
}

export type Chosen = { readonly ok: true; readonly choice: Choice } | ({ readonly ok: false } & NoChoice);
