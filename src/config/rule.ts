import type { SourceRef } from '../values/resource';

/** A rule that plans must obey, and its place. */
export interface Rule<T> {
  readonly value: T;
  readonly source: SourceRef;
}

/** `[budget]`: dollars as decimal text; null without that rule. */
export interface BudgetConfig {
  /** The maximum cost of the workspace in a full month, after an apply. */
  readonly monthlyUsd: Rule<string> | null;
  /** The maximum by which one plan may raise the monthly cost. */
  readonly maxIncreaseUsd: Rule<string> | null;
}

/** `[policy]`: null without that rule. */
export interface PolicyConfig {
  readonly maxTtlSeconds: Rule<number> | null;
  readonly requireTtl: Rule<boolean> | null;
  readonly allowedRegions: Rule<readonly string[]> | null;
  readonly allowedProviders: Rule<readonly string[]> | null;
  /** The allowed sizes of clusters. */
  readonly allowedSizes: Rule<readonly string[]> | null;
  /** The maximum cost of one resource per hour: dollars as decimal text. */
  readonly maxHourlyUsd: Rule<string> | null;
  readonly failOnUnpriced: Rule<boolean> | null;
}
