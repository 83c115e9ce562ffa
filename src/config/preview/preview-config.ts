import type { SourceRef } from '../../values/resource';
import type { Rule } from '../rule';

/** `[preview]` */
export interface PreviewConfig {
  /** The names of the instances of which each preview gets a copy. */
  readonly from: readonly string[];
  readonly ttlSeconds: number;
  /** These three are laid over the copies; null: they stay as they are declared. */
  readonly profile: 'min' | 'recommended' | null;
  readonly spot: boolean | null;
  readonly size: string | null;
  /** The maximum number of previews at a time. */
  readonly max: Rule<number>;
  /** The maximum cost of all previews in a full month: dollars as decimal text. */
  readonly maxMonthlyUsd: Rule<string> | null;
  /** The ports of this host that the project declares, which no preview takes. */
  readonly declaredPorts: readonly number[];
  /** The label of pull requests that get a preview; null: all may. */
  readonly label: string | null;
  readonly source: SourceRef;
}
