import type { Plan } from '../plan/plan';
import { codeQuality } from './ci/code-quality';
import { findingsOf } from './ci/findings';
import { terraformReport } from './ci/terraform-report';
import { renderHtml } from './html/plan-html';
import { planInfracost } from './infracost/plan-infracost';
import { renderPlanJson } from './json/plan-json';
import { renderJson } from './json/render-json';
import type { MarkdownOptions } from './markdown/options';
import { renderMarkdown } from './markdown/plan-markdown';
import type { Style } from './style';
import { renderPlan } from './text/plan-text';

export const REPORT_FORMATS = [
  'text',
  'markdown',
  'html',
  'json',
  'infracost',
  'code-quality',
  'terraform-report',
] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface PlanReportOptions extends MarkdownOptions {
  readonly style: Style;
  /** Show every attribute; for text alone. */
  readonly full?: boolean;
  /** The directory of the project in the checkout, for reports that name files; default: they are the same. */
  readonly under?: string;
}

/** Renders a plan in one of the formats. All of them are renderings of the same value. */
export function renderReport(format: ReportFormat, plan: Plan, options: PlanReportOptions): string {
  const { style, verified = null } = options;
  switch (format) {
    case 'text':
      return renderPlan(plan, style, options);
    case 'markdown':
      return renderMarkdown(plan, options);
    case 'html':
      return renderHtml(plan, options);
    case 'json':
      return renderJson(renderPlanJson(plan, verified), jsonForm(style));
    case 'code-quality': {
      const { problems = [], under = '' } = options;
      return renderJson(codeQuality(findingsOf(plan, problems, under), under), jsonForm(style));
    }
    case 'terraform-report':
      return renderJson(terraformReport(plan), jsonForm(style));
    case 'infracost':
      return renderJson(planInfracost(plan), jsonForm(style));
  }
}

function jsonForm({ terminal }: Style): 'indented' | 'line' {
  return terminal ? 'indented' : 'line';
}
