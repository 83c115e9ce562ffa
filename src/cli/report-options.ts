import { extname } from 'node:path';
import { Option } from 'clipanion';
import { HelixError } from '../errors';
import { COMMENT_BYTES, LEAST_BYTES } from '../render/markdown/plan-markdown';
import { REPORT_FORMATS } from '../render/plan-report';
import type { ReportFormat } from '../render/plan-report';
import { choiceOption, countOption } from './helix-command';
import { optionGroup } from './option-group';

/** The options that say in which formats a plan is shown, as they were typed. */
export interface ReportOptions {
  readonly format: string | undefined;
  readonly files: readonly string[];
  readonly maxBytes: string | undefined;
}

/** Declares the options for formats, as one property of a command. */
export function reportOptions(): ReportOptions {
  return optionGroup<ReportOptions>({
    format: Option.String('--format', {
      description: `Output format: ${REPORT_FORMATS.join(', ')}; default: text`,
    }),
    files: Option.Array('--out-report', [], {
      description:
        'Also write a report to this file, in the format of its end: .md, .html, .json or .txt; can be repeated',
    }),
    maxBytes: Option.String('--max-bytes', {
      description: `Limit of a report in Markdown, which leaves out details; default: ${COMMENT_BYTES}`,
    }),
  });
}

/** Returns the format of the answer. @throws HelixError `usage` for an unknown one, and for two */
export function reportFormat({ format }: Pick<ReportOptions, 'format'>, json: boolean): ReportFormat {
  if (format === undefined) return json ? 'json' : 'text';
  const chosen = choiceOption('--format', format, REPORT_FORMATS);
  if (!json || chosen === 'json') return chosen;
  throw new HelixError('usage', `--json and --format ${chosen} cannot be used together`);
}

/** A file to write a report to. */
export interface ReportFile {
  readonly path: string;
  readonly format: ReportFormat;
}

/** Returns the files with their formats. @throws HelixError `usage` for an end that stands for no format */
export function reportFiles({ files }: ReportOptions): readonly ReportFile[] {
  return files.map((path) => {
    const format = FORMATS[extname(path).toLowerCase()];
    if (format !== undefined) return { path, format };
    throw new HelixError('usage', `--out-report takes a file with the end of a format, not "${path}"`, {
      hint: `The ends are ${Object.keys(FORMATS).join(', ')}.`,
    });
  });
}

const FORMATS: Readonly<Record<string, ReportFormat>> = {
  '.md': 'markdown',
  '.html': 'html',
  '.json': 'json',
  '.txt': 'text',
};

/** Returns the limit of Markdown. @throws HelixError `usage` for one in which not every plan has room */
export function reportBytes({ maxBytes }: ReportOptions): number {
  return maxBytes === undefined ? COMMENT_BYTES : countOption('--max-bytes', maxBytes, LEAST_BYTES);
}
