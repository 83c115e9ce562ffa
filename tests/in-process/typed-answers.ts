import type { Writable } from 'node:stream';
import { HelixError } from '../../src/errors';
import type { Questions } from '../../src/ports/questions';
import type { Terminal } from '../../src/ports/terminal';
import { renderEvent } from '../../src/render/progress/event-lines';
import { progressReducer, startOfProgress } from '../../src/render/progress/progress-state';
import type { Style } from '../../src/render/style';

/** The answer of a person who cancels. */
export const CTRL_C = '\u0003';

/** A terminal at which nobody sits, or somebody who types these answers. A question without an answer is an error. */
export function terminalOn(out: Writable, answers: string[] | null, style: Style): Terminal {
  const answer = (question: string): string => {
    const [next] = answers?.splice(0, 1) ?? [];
    if (next === undefined) throw new Error(`nobody answers: ${question}`);
    out.write(`${question} ${next}\n`);
    return next;
  };
  return {
    interactive: answers !== null,
    showsAnswers: answers !== null,
    loadQuestions: () => {
      if (answers !== null) return Promise.resolve(questionsOn(out, answer));
      throw new HelixError('usage', 'there is no terminal to ask on; nothing was changed');
    },
    confirm: (question, isYes = false) => {
      const text = answer(question);
      return Promise.resolve(text === '' ? isYes : text === 'y');
    },
    ask: (question) => Promise.resolve(answer(question)),
    askSecret: () => Promise.resolve(null),
    readInput: () => Promise.resolve(''),
    reporter: () => {
      let state = startOfProgress(0);
      return {
        report: (event) => {
          out.write(renderEvent(event, state, style));
          state = progressReducer(state, event);
        },
        close: () => undefined,
      };
    },
  };
}

/** Takes the label or the value of a choice, a text, or `y` and `n`; nothing takes what Enter takes. */
function questionsOn(out: Writable, answer: (question: string) => string): Questions {
  const typed = (question: string): string => {
    const text = answer(question);
    if (text === CTRL_C) throw new HelixError('cancelled', 'cancelled; nothing was changed');
    return text;
  };
  return {
    title: (text) => void out.write(`${text}\n`),
    select: async ({ message, choices, initial }) => {
      for (const { label, remark = '', disabled = false } of choices) {
        out.write(`  ${disabled ? '-' : '*'} ${label} ${remark}\n`);
      }
      const text = typed(message);
      const open = choices.filter(({ disabled = false }) => !disabled);
      const found =
        text === ''
          ? (open.find(({ value }) => value === initial) ?? open[0])
          : open.find(({ label, value }) => label === text || `${value}` === text);
      if (found === undefined) throw new Error(`${text} cannot be chosen: ${message}`);
      return Promise.resolve(found.value);
    },
    askText: async ({ message, initial, read }) => {
      for (;;) {
        const text = typed(`${message} [${initial ?? ''}]`);
        try {
          return await Promise.resolve(read(text === '' ? (initial ?? '') : text));
        } catch (error) {
          if (!(error instanceof HelixError)) throw error;
          out.write(`${error.message}\n`);
        }
      }
    },
    confirm: ({ message, initial }) => {
      const text = typed(message);
      return Promise.resolve(text === '' ? initial : text === 'y');
    },
  };
}
