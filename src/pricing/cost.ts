import type { Address } from '../values/resource';
import type { CostPart } from './rates';

/** The cost of one change. Amounts are decimal text, in USD: `0.185`. null is unpriced, never 0. */
export interface ChangeCost {
  readonly beforeHourly: string | null;
  readonly afterHourly: string | null;
  /** The cost of 730 hours, exactly: all of a workspace add up to its total. */
  readonly beforeMonthly: string | null;
  readonly afterMonthly: string | null;
  /** The difference of the amounts as a text shows them, in cents. */
  readonly diffMonthly: string | null;
  /** The cost from now, or from creation, to expiry. */
  readonly untilExpiry: string | null;
  /** The size or type that is priced, on each side. */
  readonly pricedAs: { readonly before: string | null; readonly after: string | null };
  /** The parts of a machine's price; a part without a `price` is in no sum. */
  readonly parts: { readonly before: readonly CostPart[]; readonly after: readonly CostPart[] };
  /** The saving of spare capacity in a month against the on-demand price; null where nothing is spot. */
  readonly spotSavingMonthly: string | null;
}

/** The cost of a whole workspace before and after a plan. */
export interface PlanCost {
  /** The sum of the exact monthly amounts of the whole workspace, rounded to the cent. */
  readonly beforeMonthly: string;
  readonly afterMonthly: string;
  readonly diffMonthly: string;
  readonly beforeHourly: string;
  readonly afterHourly: string;
  /** The resources without any price; they are in no sum. */
  readonly unpriced: readonly Address[];
  /** The resources that have a price except for some parts, which are in no sum. */
  readonly partlyUnpriced: readonly { readonly address: Address; readonly parts: readonly string[] }[];
  /** The parts that are charged by use, and so in no sum. `price`: dollars a month for a unit, null if unknown. */
  readonly byUse: readonly {
    readonly address: Address;
    readonly name: string;
    readonly price: string | null;
  }[];
  /** The saving of spare capacity in a month after the plan. */
  readonly spotSavingMonthly: string;
  /** `sample`: the prices of the emulator, which no cloud charges. */
  readonly basis: 'prices' | 'sample';
}
