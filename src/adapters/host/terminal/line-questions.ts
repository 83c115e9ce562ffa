import type { Choice, Questions, Selection, TextQuestion, YesOrNo } from '../../../ports/questions';
import { HelixError } from '../../../errors';
import { askLine } from './ask-line';
import type { TerminalStreams } from './ask-line';
import { cancelled, readAnswer } from './cancelled';

/** Questions as plain lines, one below the other: for a terminal that cannot draw. */
export class LineQuestions implements Questions {
  readonly #terminal: TerminalStreams;

  constructor(terminal: TerminalStreams) {
    this.#terminal = terminal;
  }

  title(text: string): void {
    this.#print(text);
  }

  async select<T extends string | number>({ message, choices, initial }: Selection<T>): Promise<T> {
    const open = choices.filter(({ disabled = false }) => !disabled);
    const usual = open.find(({ value }) => value === initial) ?? open[0];
    const rows = choices.map((choice) => {
      const number = open.indexOf(choice) + 1;
      const remark = choice.remark === undefined ? '' : ` (${choice.remark})`;
      return `  ${(number === 0 ? '-' : `${number}`).padStart(2)}  ${choice.label}${remark}`;
    });
    this.#print([`${message}:`, ...rows].join('\n'));
    return this.askText({
      message: 'Number',
      initial: usual === undefined ? null : `${open.indexOf(usual) + 1}`,
      read: (text) => chosen(open, text).value,
    });
  }

  async askText<T>({ message, initial, read }: TextQuestion<T>): Promise<T> {
    const usual = initial === null ? '' : ` [${initial}]`;
    for (;;) {
      const line = await askLine(this.#terminal, `${message}${usual}: `, { declined: '' });
      if (line === null) throw cancelled();
      const answer = readAnswer(read, line.trim() === '' ? (initial ?? '') : line.trim());
      if ('value' in answer) return answer.value;
      this.#print(answer.message);
    }
  }

  confirm({ message, initial }: YesOrNo): Promise<boolean> {
    return this.askText({ message: `${message} (y/n)`, initial: initial ? 'y' : 'n', read: yesOrNo });
  }

  #print(text: string): void {
    this.#terminal.output.write(`${text}\n`);
  }
}

/** @throws HelixError `usage` for a text that names none of the choices */
function chosen<T extends string | number>(open: readonly Choice<T>[], text: string): Choice<T> {
  const byLabel = open.find(({ label, value }) => [label, `${value}`].includes(text));
  const found = /^\d+$/.test(text) ? open[Number(text) - 1] : byLabel;
  if (found !== undefined) return found;
  throw new HelixError('usage', `Type a number from 1 to ${open.length}.`);
}

/** @throws HelixError `usage` for another text */
function yesOrNo(text: string): boolean {
  if (/^(y(es)?|no?)$/i.test(text)) return /^y/i.test(text);
  throw new HelixError('usage', 'Type y or n.');
}
