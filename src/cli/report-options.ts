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
        'Also write a report to this file, in the format of its end: .md, .html, .json, .txt, .codequality.json or .tfreport.json; can be repeated',
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
    const found = Object.entries(FORMATS).find(([end]) => path.toLowerCase().endsWith(end));
    if (found !== undefined) return { path, format: found[1] };
    throw new HelixError('usage', `--out-report takes a file with the end of a format, not "${path}"`, {
      hint: `The ends are ${Object.keys(FORMATS).join(', ')}.`,
    });
  });
}

/** Returns the files for the results of an apply. @throws HelixError `usage` for any end but that of Markdown */
export function resultFiles(files: readonly string[]): readonly string[] {
  const other = files.find((path) => extname(path).toLowerCase() !== '.md');
  if (other === undefined) return files;
  throw new HelixError('usage', `--out-report takes a file with the end .md here, not "${other}"`, {
    hint: 'Results are written as Markdown; `--json` prints them for programs.',
  });
}

/** Returns the files for the problems of a configuration. @throws HelixError `usage` for any other end */
export function qualityFiles(files: readonly string[]): readonly string[] {
  const other = files.find((path) => !path.toLowerCase().endsWith('.codequality.json'));
  if (other === undefined) return files;
  throw new HelixError(
    'usage',
    `--out-report takes a file with the end .codequality.json here, not "${other}"`,
  );
}

/** The ends of files with their formats; the first that fits counts. */
const FORMATS: Readonly<Record<string, ReportFormat>> = {
  '.codequality.json': 'code-quality',
  '.tfreport.json': 'terraform-report',
  '.md': 'markdown',
  '.html': 'html',
  '.json': 'json',
  '.txt': 'text',
};

/** Returns the limit of Markdown. @throws HelixError `usage` for one in which not every plan has room */
export function reportBytes({ maxBytes }: ReportOptions): number {
  return maxBytes === undefined ? COMMENT_BYTES : countOption('--max-bytes', maxBytes, LEAST_BYTES);
}
