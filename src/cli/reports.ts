import { resolve } from 'node:path';
import { exitCodeOf } from '../errors';
import { HelixError } from '../errors';
import type { Plan } from '../plan/plan';
import { bytesOf } from '../render/markdown/elide';
import { renderReport } from '../render/plan-report';
import type { PlanReportOptions, ReportFormat } from '../render/plan-report';
import { renderError } from '../render/problems/render-error';
import { PLAIN_STYLE } from '../render/style';
import { saveReport } from '../workflows/save-report';
import type { HelixContext } from './context';
import { pasteable } from './pasteable';
import type { Selection } from './pasteable';

/** The settings that all reports of one plan share. */
export interface ReportInput extends Omit<PlanReportOptions, 'style'> {
  readonly maxBytes: number;
  readonly selection: Selection;
}

/** Returns a plan in one of the formats, with commands that can be pasted. */
export function reportText(
  format: ReportFormat,
  plan: Plan,
  { selection, ...options }: ReportInput,
  style = PLAIN_STYLE,
): string {
  const render = (maxBytes: number): string => {
    const text = renderReport(format, plan, { ...options, maxBytes, style });
    return format === 'text' || format === 'markdown' ? pasteable(text, selection) : text;
  };
  const text = render(options.maxBytes);
  // The options that commands repeat take room too.
  const over = format === 'markdown' ? bytesOf(text) - options.maxBytes : 0;
  return over > 0 ? render(options.maxBytes - over) : text;
}

/** A report for a file. */
export interface WrittenReport {
  readonly path: string;
  /** Whether its directory may be made for it. */
  readonly makesDirectory?: boolean;
  readonly text: () => string;
}

/**
 * Writes the reports to their files and returns an exit code: 0, or that of the first one that was not written. The others
 * are written all the same.
 */
export async function writeReports(
  { cwd, ports, stderr, errorStyle }: HelixContext,
  reports: readonly WrittenReport[],
): Promise<number> {
  let code = 0;
  for (const { path, text, makesDirectory = false } of reports) {
    try {
      await saveReport(ports, resolve(cwd, path), text(), makesDirectory);
    } catch (error) {
      if (!(error instanceof HelixError)) throw error;
      stderr.write(renderError(error, errorStyle));
      code ||= exitCodeOf(error);
    }
  }
  return code;
}
