/** `helix.lock.json`: facts that a plan needs and must not fetch. */
export interface Lock {
  readonly format: 1;
  readonly helixCloud: {
    readonly endpoint: string;
    /** The time at which the regions were read (RFC 3339 UTC). */
    readonly fetchedAt: string;
    readonly regions: readonly Region[];
  } | null;
  /** The choices made by `auto`, by instance name. */
  readonly choices: Readonly<Record<string, { readonly provider: string; readonly region: string }>>;
}

export interface Region {
  readonly id: string;
  readonly default: boolean;
  readonly sizes: readonly Size[];
}

export interface Size {
  readonly id: string;
  readonly vcpu: number;
  readonly memoryGb: number;
  /** A decimal as text: `0.185`. */
  readonly usdPerHour: string;
  readonly default: boolean;
}
