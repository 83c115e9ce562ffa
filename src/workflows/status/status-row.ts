import type { Address } from '../../values/resource';

/** A resource as it is recorded and as its cloud describes it. */
export interface StatusRow {
  readonly address: Address;
  /** The cloud's own id of it; null while it is not known. */
  readonly deploymentId: string | null;
  /** null for a resource that is not on record, and so are the values below. */
  readonly provider: string | null;
  readonly region: string | null;
  /** Dollars as decimal text; null without a price. */
  readonly hourlyUsd: string | null;
  readonly createdAt: string | null;
  /** `not created`, `down` (expired), `unresolved` (its last operation was interrupted), or the status on record. */
  readonly recorded: string;
  /**
   * The state that the cloud gives; `changed` where somebody else changed it; `gone` when the cloud does not know it;
   * `foreign` when it belongs to somebody else; `unknown` when this version has no engine to ask; `-` for nothing.
   */
  readonly actual: string;
  readonly reason: string | null;
  readonly endpoint: string | null;
  readonly expiresAt: string | null;
}
