import type { Problem } from '../../errors';
import type { ToolChange } from '../../ports/engine';
import type { ReportOrigin } from './marker';

/** The facts beside the plan that a report shows, and its limit. */
export interface MarkdownOptions {
  readonly origin?: ReportOrigin;
  /** The warnings of the configuration. */
  readonly problems?: readonly Problem[];
  /** The bytes that the report may have, at least `LEAST_BYTES`; default: `COMMENT_BYTES`. */
  readonly maxBytes?: number;
  /** Options that approving needs again and that the plan does not know: `--local`. */
  readonly arguments?: readonly string[];
  /** The changes that the engines' own tools would make; null where they were not asked. */
  readonly verified?: readonly ToolChange[] | null;
}
