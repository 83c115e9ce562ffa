import { structuredPatch } from 'diff';
import type { AttributeChange, Change } from '../../plan/plan';
import type { Json, JsonObject } from '../../values/json';
import { leavesOf } from '../flatten';
import { isEmptyValue, secretTexts } from '../text/attribute-section';
import {
  isOfFiles,
  filesCountText,
  changedFilesOf,
  filesAttribute,
  withoutFiles,
} from '../text/files-attribute';
import { sideText } from '../text/sides';
import type { Changed } from '../text/sides';
import { isMultiLine, valueText } from '../text/value-text';

/** One line of a diff: what was, what will be, or what stays. Its text is raw. */
export interface DiffLine {
  readonly sign: '+' | '-' | ' ';
  readonly text: string;
}

/** Returns the attributes of a change, as a diff: all of them for a create or a delete, else those that differ. */
export function changeDiff(change: Change): readonly DiffLine[] {
  switch (change.action) {
    case 'create':
      return sideLines(change, change.after, '+');
    case 'read':
      return sideLines(change, change.after, ' ');
    case 'delete':
      return sideLines(change, change.before, '-');
    case 'update':
    case 'replace':
      return [
        ...change.attributes
          .filter((attribute) => !isOfFiles(change, attribute))
          .flatMap((attribute) => attributeDiff(attribute, change)),
        ...changedFilesOf(change).map(({ file, what }): DiffLine => ({
          sign: what === 'removed' ? '-' : '+',
          text: `${filesAttribute(change)}: ${file} ${what}`,
        })),
        ...secretTexts(change).map(({ path, text }): DiffLine => ({ sign: '+', text: `${path}: ${text}` })),
      ];
  }
}

function sideLines(change: Change, values: JsonObject, sign: DiffLine['sign']): readonly DiffLine[] {
  const files = filesCountText(change, values);
  return [
    ...leavesOf(withoutFiles(change, values))
      .filter(([, value]) => !isEmptyValue(value))
      .flatMap(([path, value]) => valueLines(path, value, sign)),
    ...(files === null ? [] : [{ sign, text: `${filesAttribute(change)}: ${files}` }]),
  ];
}

function valueLines(path: string, value: Json, sign: DiffLine['sign']): readonly DiffLine[] {
  if (!isMultiLine(value)) return [{ sign, text: `${path}: ${valueText(value)}` }];
  const lines = value.trimEnd().split('\n');
  return [{ sign, text: `${path}:` }, ...lines.map((line): DiffLine => ({ sign, text: `  ${line}` }))];
}

function attributeDiff(attribute: AttributeChange, change: Changed): readonly DiffLine[] {
  const { path, before, after, forcesReplacement } = attribute;
  const force = forcesReplacement ? '  # forces replacement' : '';
  if (isMultiLine(before) || isMultiLine(after)) {
    return [{ sign: ' ', text: `${path}:${force}` }, ...patchLines(before, after)];
  }
  return [
    { sign: '-', text: `${path}: ${sideText(path, before, change, 'before')}` },
    { sign: '+', text: `${path}: ${sideText(path, after, change, 'after')}${force}` },
  ];
}

function patchLines(before: Json | undefined, after: Json | undefined): readonly DiffLine[] {
  const text = (value: Json | undefined): string => {
    if (value === undefined || value === null) return '';
    const whole = typeof value === 'string' ? value : valueText(value);
    return whole.endsWith('\n') ? whole : `${whole}\n`;
  };
  const { hunks } = structuredPatch('', '', text(before), text(after), '', '', { context: 2 });
  if (hunks.length === 0) return [{ sign: ' ', text: '  only in the line feed at its end' }];
  return hunks.flatMap(({ lines }, index) => [
    ...(index === 0 ? [] : [{ sign: ' ', text: '  ...' } as const]),
    ...lines.map((line): DiffLine => ({ sign: signOf(line), text: `  ${line.slice(1)}` })),
  ]);
}

function signOf(line: string): DiffLine['sign'] {
  return line.startsWith('+') ? '+' : line.startsWith('-') ? '-' : ' ';
}
