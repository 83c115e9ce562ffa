import type { Style } from '../style';

/** What a plan is shown with. */
export interface PlanView {
  readonly style: Style;
  /** Every attribute, also those that stay as they are, and every list to its end. */
  readonly full: boolean;
  /** "Now" of the plan, RFC 3339. */
  readonly now: string;
}
