import { resolve } from 'node:path';
import { HelixError, exitCodeOf } from '../errors';
import type { Plan } from '../plan/plan';
import { bytesOf } from '../render/markdown/elide';
import { renderReport } from '../render/plan-report';
import type { PlanReportOptions, ReportFormat } from '../render/plan-report';
import { renderError } from '../render/problems/render-error';
import { PLAIN_STYLE } from '../render/style';
import { saveReport } from '../workflows/save-report';
import type { HelixContext } from './context';
import type { ReportFile } from './report-options';
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

/** A plan, and the settings of its reports. */
export interface PlannedReport {
  readonly plan: Plan;
  readonly input: ReportInput;
}

/** The formats in which the plans of several directories are one report: one after the other, or a list in JSON. */
const JOINABLE: readonly ReportFormat[] = ['text', 'markdown', 'json'];

/** @throws HelixError `usage` for a format that has one plan alone */
export function assertJoinable(format: ReportFormat, files: readonly ReportFile[]): void {
  const other = [format, ...files.map(({ format: one }) => one)].find((one) => !JOINABLE.includes(one));
  if (other === undefined) return;
  throw new HelixError('usage', `a report in ${other} is of one plan, and there are several --directory`, {
    hint: `Run the command once for each directory, or choose one of ${JOINABLE.join(', ')}.`,
  });
}

/** Returns the plan of the one directory in one of the formats, or those of several as one report. */
export function reportsText(
  format: ReportFormat,
  plans: readonly PlannedReport[],
  areSeveral: boolean,
  style = PLAIN_STYLE,
): string {
  const texts = plans.map(({ plan, input }) => reportText(format, plan, input, style));
  if (!areSeveral) return texts.join('');
  if (format === 'json') return `[${texts.map((text) => text.trimEnd()).join(',')}]\n`;
  if (format === 'markdown') return texts.join('\n');
  return texts
    .map((text, index) => `Directory ${plans[index]?.input.origin?.directory ?? '.'}\n${text}`)
    .join('\n');
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
