import type { HelixError } from '../errors';
import type { ApplyResult } from '../ports/reporter';
import type { PreviewFacts } from './preview-facts';

/** The news of a preview for those who look at its pull request. */
export type Told = {
  readonly project: string;
  readonly number: number;
  /** RFC 3339 UTC */
  readonly at: string;
} & (
  | { readonly state: 'building'; readonly commit: string | null }
  | { readonly state: 'live'; readonly facts: PreviewFacts; readonly commit: string | null }
  | {
      readonly state: 'failed';
      /** The error that ended it before there were results; null: the results tell. */
      readonly error: HelixError | null;
      readonly results: readonly ApplyResult[];
      /** The last lines of progress. */
      readonly log: readonly string[];
      /** The part of it that lives all the same; null: nothing. */
      readonly facts: PreviewFacts | null;
    }
  | {
      readonly state: 'expired' | 'destroyed';
      /** The preview as it was; null: nothing was on record. */
      readonly facts: PreviewFacts | null;
    }
);

/** Returns the name of the environment that a forge shows the preview of a pull request as. */
export function previewEnvironment(number: number): string {
  return `preview-${number}`;
}
