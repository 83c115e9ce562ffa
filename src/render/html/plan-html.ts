import type { Plan } from '../../plan/plan';
import type { MarkdownOptions } from '../markdown/options';
import { countsOf } from '../text/summary-lines';
import { changesSection } from './changes-table';
import { costSection } from './cost/by-resource';
import { timelineSection } from './cost/timeline';
import { endSections } from './end-sections';
import { graphSection } from './graph/graph-section';
import { headSections } from './head-sections';
import { Markup, markup, NOTHING } from './markup';
import { SCRIPT } from './page-script';
import { STYLE } from './page-style';

export type HtmlOptions = Pick<MarkdownOptions, 'problems' | 'arguments' | 'verified'>;

/** Renders the plan as a page that stands alone: it needs no other file, and is not allowed to ask for one. */
export function renderHtml(plan: Plan, options: HtmlOptions = {}): string {
  const { add, change, destroy } = countsOf(plan);
  return markup`<!doctype html>
<html lang=en>
<head>
<meta charset=utf-8>
<meta name=viewport content="width=device-width,initial-scale=1">
<meta http-equiv=Content-Security-Policy content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${plan.project}: ${add} to add, ${change} to change, ${destroy} to destroy</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
${htmlBody(plan, options)}
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`.text;
}

/** Renders the content of the page, without its style and its script. */
export function htmlBody(plan: Plan, options: HtmlOptions = {}): Markup {
  const isEmpty = plan.changes.length === 0;
  const parts = [
    { id: 'changes', title: 'Changes', section: changesSection(plan) },
    { id: 'cost', title: 'Cost by resource', section: costSection(plan) },
    { id: 'timeline', title: 'Next days', section: timelineSection(plan) },
    { id: 'graph', title: 'Dependencies', section: graphSection(plan) },
  ].filter(({ section }) => section !== NOTHING);
  const links = parts.map(({ id, title }) => markup`<a href="#${id}">${title}</a> `);
  return markup`${headSections(plan, options)}
${parts.length > 1 ? markup`<nav>${links}</nav>` : NOTHING}
<main>${isEmpty ? markup`<p>No changes.</p>` : NOTHING}${parts.map(({ section }) => markup`${section}\n`)}${endSections(plan, options)}
</main>
<footer>Helix ${plan.about.helixVersion}, digest <code>${plan.digest}</code></footer>`;
}
