import { checkedAnswer } from './answer';
import type { Mask } from './answer';
import { readEvents, StreamCut } from './event-stream';
import type { components } from '../generated/api';
import { validateLogEnd, validateLogLine } from '../generated/answers';

/** A line of a cluster's log as the API shows it. */
export type LogEntry = components['schemas']['LogLine'];

/** The lines of an `application/x-ndjson` body. */
export function logLinesIn(text: string, title: string, mask: Mask): readonly LogEntry[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => checkedAnswer(validateLogLine, JSON.parse(line) as unknown, title, mask));
}

/** How long to wait before a log stream that broke off is opened again. */
export const REOPEN_MS = 1000;

/**
 * Follows a log until it ends or the signal is aborted. A stream that breaks off is opened again after the last line.
 * `open` is given the time of that line, or undefined at first; `pause` waits before
 * opening again and answers whether to.
 */
export async function* followLog(
  title: string,
  open: (since: string | undefined) => Promise<Response>,
  pause: () => Promise<boolean>,
  { signal, mask }: { readonly signal: AbortSignal | undefined; readonly mask: Mask },
): AsyncGenerator<LogEntry, void, undefined> {
  let since: string | undefined;
  for (;;) {
    try {
      for await (const { event, data } of readEvents(await open(since), { idleMs: null, signal })) {
        if (event === 'end') {
          checkedAnswer(validateLogEnd, data, title, mask);
          return;
        }
        if (event !== 'log') continue;
        const line = checkedAnswer(validateLogLine, data, title, mask);
        since = line.time;
        yield line;
      }
    } catch (error) {
      if (signal?.aborted === true) return;
      if (!(error instanceof StreamCut)) throw error;
    }
    if (!(await pause())) return;
  }
}
