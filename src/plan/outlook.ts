import type { Address } from '../values/resource';

export interface Expiry {
  /** The resources that expired and were destroyed, or that a person terminated: they stay down. */
  readonly down: readonly Down[];
  /** The resources that expired and still exist: the next `destroy --expired` deletes them. */
  readonly expired: readonly {
    readonly address: Address;
    readonly expiresAt: string;
    /** The paths of the attributes whose edits wait, since the resource is to be deleted. */
    readonly edits?: readonly string[];
    /** It was observed to be gone. */
    readonly isGone?: boolean;
  }[];
  /** The expired resources that are kept: protected ones, and those that a living one depends on. */
  readonly held: readonly {
    readonly address: Address;
    readonly because: 'protect' | 'dependant' | 'keeps';
    readonly by: Address | null;
  }[];
  /** The resources that expire after this plan, soonest first. */
  readonly next: readonly { readonly address: Address; readonly expiresAt: string }[];
}

/** A declared resource that stays down. */
export interface Down {
  readonly address: Address;
  /** When it expired, or was terminated. */
  readonly expiredAt: string;
  /** Missing: it expired. */
  readonly reason?: 'terminated';
}

/** A place and a type that `auto` chose, with the reason. */
export interface AutoChoice {
  readonly address: Address;
  readonly provider: string;
  readonly region: string;
  readonly type: string;
  /** The number of places with a machine that fits; this one is the cheapest. */
  readonly of: number;
  /** The second cheapest as `CLOUD us-central1 e2-medium`; null if there is none. */
  readonly next: string | null;
}

/** A cloud's price book that a plan used. */
export interface PriceBookUsed {
  readonly provider: string;
  /** The date of its newest price. */
  readonly asOf: string;
  /** `sha256:<hex>`. The plan's digest does not cover it, but the prices themselves. */
  readonly digest: string;
  readonly origin: 'bundled' | 'project';
}
