import type { Plan } from '../../plan/plan';
import { changesSection } from './changes-section';
import { bytesOf } from './elide';
import { endSections, nextSection } from './end-sections';
import { markerLine } from './marker';
import type { MarkdownOptions } from './options';
import { driftSection, noteLists } from './notes';
import { costText, headingOf, titleLine } from './title';

/** The bytes of the largest comment that GitHub takes. */
export const COMMENT_BYTES = 65_536;

/** The bytes that every report has room in, whatever its plan holds. */
export const LEAST_BYTES = 32_768;

/**
 * Renders the plan as Markdown that a reviewer decides from. Names and values of others show their characters and do nothing.
 * A report that is too long leaves out details and then rows, of what is created first and of what is destroyed last.
 */
export function renderMarkdown(plan: Plan, options: MarkdownOptions = {}): string {
  const { origin = {} } = options;
  const marker = markerLine(plan, origin);
  if (isQuiet(plan))
    return pageOf([
      marker,
      `${headingOf(plan, origin)}: no changes`,
      ...costSection(plan),
      ...nextSection(plan),
    ]);
  const notes = noteLists(plan, options.problems ?? []);
  const start = [marker, titleLine(plan, origin), ...notes, ...driftSection(plan)];
  const end = endSections(plan, options);
  const room = (options.maxBytes ?? COMMENT_BYTES) - bytesOf(pageOf([...start, ...end]));
  const { sections, leftOut } = changesSection(plan.changes, plan.about.now, room);
  return pageOf([...start, ...sections, ...end, ...(leftOut === null ? [] : [leftOut])]);
}

function pageOf(sections: readonly string[]): string {
  return `${sections.join('\n\n')}\n`;
}

function isQuiet({ changes, refusals, unsupported, unresolved, drift }: Plan): boolean {
  return [changes, refusals, unsupported, unresolved, drift].every(({ length }) => length === 0);
}

function costSection({ cost }: Plan): readonly string[] {
  return cost === null ? [] : [`Cost: ${costText(cost)}`];
}
