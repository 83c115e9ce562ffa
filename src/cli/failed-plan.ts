import { HelixError } from '../errors';
import { codeQuality } from '../render/ci/code-quality';
import { renderJson } from '../render/json/render-json';
import { annotateError, findingsIn } from './ci-report';
import type { HelixContext } from './context';
import { reportFiles } from './report-options';
import type { ReportOptions } from './report-options';
import { writeReports } from './reports';

/** The places that learn of a plan that failed. */
export interface FailedPlanReports {
  /** The project, relative to the checkout. */
  readonly under: string;
  /** Whether GitHub shows annotations. */
  readonly onGitHub: boolean;
  readonly report: ReportOptions;
}

/** Reports an error that ended a plan: as annotations, and in each file of code quality. */
export async function reportFailedPlan(
  context: HelixContext,
  error: unknown,
  { under, onGitHub, report }: FailedPlanReports,
): Promise<void> {
  if (onGitHub) annotateError(context, error, under);
  // A wrong command line has no place in a file, and may be about these reports.
  if (error instanceof HelixError && error.kind === 'usage') return;
  const text = renderJson(codeQuality(findingsIn(error, under), under), 'line');
  const written = reportFiles(report).filter(({ format }) => format === 'code-quality');
  await writeReports(
    context,
    written.map(({ path }) => ({ path, text: () => text })),
  );
}
