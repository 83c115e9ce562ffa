import type { CommandClass } from 'clipanion';
import { textOf, toned } from '../render/lines';
import type { Line } from '../render/lines';
import { pairLines } from '../render/lists/table';
import type { Style } from '../render/style';
import { wrapped } from '../render/text/columns';
import type { HelixContext } from './context';
import { helpPageOf } from './help-page';

/** Renders the help of a command as text. */
export function helpText(command: CommandClass<HelixContext>, style: Style): string {
  const page = helpPageOf(command);
  const width = Math.min(style.width, 100);
  const paragraph = (text: string): readonly Line[] => [
    ...wrapped(text, width).map((line): Line => [line]),
    [],
  ];
  const pairs = (title: string, items: readonly (readonly [string, string])[]): readonly Line[] =>
    items.length === 0 ? [] : [[toned('strong', title)], ...pairLines(items, '  ', width), []];
  const lines: readonly Line[] = [
    ['Usage: ', toned('strong', page.usage)],
    [],
    ...paragraph(page.description),
    ...page.paragraphs.flatMap(paragraph),
    ...pairs(
      'Options',
      page.options.map(({ usage, text }) => [usage, text]),
    ),
    ...pairs(
      'Exit codes',
      page.exitCodes.map(({ code, text }) => [String(code), text]),
    ),
    ...pairs(
      'Environment',
      page.variables.map(({ name, text }) => [name, text]),
    ),
    [toned('strong', 'Examples')],
    ...page.examples.flatMap(({ title, line }): readonly Line[] => [
      [toned('quiet', `  # ${title}`)],
      [`  ${line}`],
    ]),
  ];
  return textOf(lines, style);
}
