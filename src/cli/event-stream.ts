import { resolve } from 'node:path';
import { Option } from 'clipanion';
import type { Problem } from '../errors';
import type { Plan } from '../plan/plan';
import type { ApplyEvent, Reporter } from '../ports/reporter';
import { applyMessage, endMessages } from '../render/events/apply-messages';
import { errorMessages, problemMessages } from '../render/events/diagnostics';
import { versionMessage } from '../render/events/message';
import type { Message } from '../render/events/message';
import { planMessages } from '../render/events/plan-messages';
import { renderJson } from '../render/json/render-json';
import { progressReducer, startOfProgress } from '../render/progress/progress-state';
import type { ApplyOutcome } from '../workflows/apply';
import type { HelixContext } from './context';

/** The option of the commands that have messages for other programs. */
export const EVENTS_OPTION = (): string | undefined =>
  Option.String('--events', {
    description: 'Append each event as a line of JSON to this file, for other programs',
  });

/** The messages of one command for other programs, to a file and to standard output, as the command asks. */
export class EventStream {
  /** Whether standard output is part of it: then every line there is a message, or the answer at the end. */
  readonly onStdout: boolean;
  readonly #now: () => string;
  readonly #writers: ((text: string) => void)[] = [];

  /** @throws HelixError `config` for a file that holds something other than events */
  constructor(context: HelixContext, file: string | undefined, toStdout: boolean) {
    const { ports, stdout, cwd } = context;
    this.onStdout = toStdout;
    this.#now = () => ports.clock.now().toISOString();
    if (file !== undefined) this.#writers.push(context.openEventFile(resolve(cwd, file)));
    if (toStdout) this.#writers.push((text) => stdout.write(text));
    this.#write(() => [versionMessage(ports.helixVersion, this.#now())]);
  }

  warn(problems: readonly Problem[]): void {
    this.#write(() => problemMessages(problems, this.#now()));
  }

  plan(plan: Plan): void {
    this.#write(() => planMessages(plan, this.#now()));
  }

  fail(error: unknown): void {
    this.#write(() => errorMessages(error, this.#now()));
  }

  end({ summary, applied }: ApplyOutcome): void {
    this.#write(() => endMessages(summary, applied, this.#now()));
  }

  /** Returns a reporter that writes each event here, and passes it on. */
  reporter(next: Reporter): Reporter {
    let state = startOfProgress(0);
    return {
      report: (event: ApplyEvent) => {
        this.#write(() => [applyMessage(event, state, this.#now())]);
        state = progressReducer(state, event);
        next.report(event);
      },
      close: () => next.close(),
    };
  }

  /** Makes the messages only where there is a writer: a large plan has many. */
  #write(messages: () => readonly Message[]): void {
    if (this.#writers.length === 0) return;
    const text = messages()
      .map((message) => renderJson(message, 'line'))
      .join('');
    for (const write of this.#writers) write(text);
  }
}
