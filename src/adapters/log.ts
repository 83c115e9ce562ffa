import type { WriteStream } from 'node:tty';
import type { LogSink } from './host/request-log';
import { requestText } from './http/request-log';
import type { RequestLogEntry } from './http/request-log';

/** The log of requests. It goes nowhere until `--verbose` or `HELIX_LOG` ask for it: a plan loads no logger. */
export class RequestLog {
  readonly #stderr: WriteStream;
  readonly #sinks: LogSink[] = [];
  #showsTerminal = false;

  constructor(stderr: WriteStream) {
    this.#stderr = stderr;
  }

  readonly write = (entry: RequestLogEntry): void => {
    for (const sink of this.#sinks)
      sink({ title: 'request', text: requestText(entry), facts: { request: entry } });
  };

  warn({ name, message }: Error): void {
    for (const sink of this.#sinks)
      sink({ title: 'warning', text: `${name}: ${message}`, facts: { warning: message } });
  }

  /** Logs to a file as JSON, or to standard error for `1`; without a name nowhere. */
  async openFile(name: string | undefined): Promise<void> {
    if (name === undefined || name === '') return;
    if (name === '1') return this.openTerminal();
    const { jsonSink } = await import('./host/request-log');
    await this.#open(
      jsonSink(name, ({ message }) => {
        this.#stderr.write(
          `warning: HELIX_LOG: cannot write ${JSON.stringify(name)}, so nothing is logged: ${message}\n`,
        );
      }),
    );
  }

  /** Logs to standard error: lines for a person on a terminal, JSON elsewhere. */
  async openTerminal(): Promise<void> {
    if (this.#showsTerminal) return;
    this.#showsTerminal = true;
    if (this.#stderr.isTTY) await this.#open(({ text }) => this.#stderr.write(`${text}\n`));
    else {
      const { jsonSink } = await import('./host/request-log');
      await this.#open(jsonSink(2, () => undefined));
    }
  }

  async #open(sink: LogSink): Promise<void> {
    this.#sinks.push(sink);
    if (this.#sinks.length > 1) return;
    const { observeRequests } = await import('./http/observe-requests');
    observeRequests(this.write, () => performance.now());
  }
}
