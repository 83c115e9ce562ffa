import { autocomplete, confirm, intro, isCancel, select, text } from '@clack/prompts';
import type { CANCEL_SYMBOL } from '@clack/prompts';
import type { Choice, Questions, Selection, TextQuestion, YesOrNo } from '../../../ports/questions';
import { cutToWidth } from '../../../render/width';
import type { SignalSource } from '../signals';
import type { TerminalStreams } from './ask-line';
import { cancelled, readAnswer } from './cancelled';

/** Rows of the terminal that a list leaves to its question and its help. */
const OTHER_ROWS = 6;
/** Columns of a list beside a label: the line at its left, the mark, and a blank at the right. */
const OTHER_COLUMNS = 7;
const SHOW_CURSOR = '\u001b[?25h';

interface Where {
  readonly input: TerminalStreams['input'];
  readonly output: TerminalStreams['output'];
  readonly signal: AbortSignal;
}

/** Questions that are drawn in place, with lists to move in. */
export class DrawnQuestions implements Questions {
  readonly #terminal: TerminalStreams;
  readonly #signals: SignalSource;

  constructor({ signals, ...terminal }: TerminalStreams & { readonly signals: SignalSource }) {
    this.#terminal = terminal;
    this.#signals = signals;
  }

  title(text: string): void {
    intro(text, { output: this.#terminal.output });
  }

  select<T extends string | number>(question: Selection<T>): Promise<T> {
    const { message, choices, initial, searchable = false } = question;
    const { rows, columns } = this.#terminal.output;
    const usual = choices.find(({ value, disabled = false }) => value === initial && !disabled);
    const lists = {
      message,
      options: choices.map((choice) => optionOf(choice, Math.max(20, columns - OTHER_COLUMNS))),
      maxItems: Math.max(1, rows - OTHER_ROWS),
      ...(usual !== undefined && { initialValue: usual.value }),
    };
    return this.#ask<T>((where) => {
      // The library's type of an option depends on its value's, which is not known here.
      const all = { ...lists, ...where } as unknown as Parameters<typeof select<T>>[0];
      return searchable ? autocomplete<T>(all) : select<T>(all);
    });
  }

  async askText<T>({ message, initial, read }: TextQuestion<T>): Promise<T> {
    const answerOf = (typed: string | undefined) =>
      readAnswer(read, (typed ?? '').trim() === '' ? (initial ?? '') : (typed ?? '').trim());
    const typed = await this.#ask((where) =>
      text({
        ...where,
        message,
        ...(initial !== null && { placeholder: initial, defaultValue: initial }),
        validate: (value) => {
          const answer = answerOf(value);
          return 'value' in answer ? undefined : answer.message;
        },
      }),
    );
    const answer = answerOf(typed);
    if ('value' in answer) return answer.value;
    throw new Error(`an invalid answer was taken: ${answer.message}`);
  }

  confirm({ message, initial }: YesOrNo): Promise<boolean> {
    return this.#ask((where) => confirm({ ...where, message, initialValue: initial }));
  }

  /** Asks, and leaves the terminal as it was, however it ends. */
  async #ask<T>(ask: (where: Where) => Promise<T | typeof CANCEL_SYMBOL>): Promise<T> {
    const { input, output } = this.#terminal;
    const ended = new AbortController();
    const end = (): void => ended.abort();
    const onKey = (
      _: unknown,
      key: { readonly name?: string; readonly ctrl?: boolean } | undefined,
    ): void => {
      if (key?.ctrl === true && key.name === 'd') end();
    };
    input.on('keypress', onKey).on('end', end).on('error', end);
    for (const signal of SIGNALS) this.#signals.on(signal, end);
    try {
      const answer = await ask({ input, output, signal: ended.signal });
      if (isCancel(answer)) throw cancelled();
      return answer;
    } finally {
      input.off('keypress', onKey).off('end', end).off('error', end);
      for (const signal of SIGNALS) this.#signals.off(signal, end);
      output.write(SHOW_CURSOR);
    }
  }
}

const SIGNALS = ['SIGTERM', 'SIGHUP'] as const;

/** A remark stands beside its label: the library shows it only where the cursor is. */
function optionOf<T>({ value, label, remark, disabled = false }: Choice<T>, width: number) {
  const text = remark === undefined ? label : `${label}  (${remark})`;
  return { value, label: cutToWidth(text, width), disabled };
}
