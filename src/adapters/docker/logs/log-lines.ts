import { StringDecoder } from 'node:string_decoder';
import type { LogLine } from '../../../ports/engine-verbs';
import type { Frame } from './log-frames';

/** Joins frames to lines. Each begins with the time of the engine, to the nanosecond. */
export async function* readLines(frames: AsyncIterable<Frame>): AsyncGenerator<LogLine, void, undefined> {
  const open = { stdout: new OpenLine(), stderr: new OpenLine() };
  for await (const { stream, payload } of frames) {
    for (const line of open[stream].add(payload)) yield lineOf(stream, line);
  }
  for (const stream of ['stdout', 'stderr'] as const) {
    const last = open[stream].end();
    if (last !== '') yield lineOf(stream, last);
  }
}

/** A line that has begun and whose end was not read yet. */
class OpenLine {
  readonly #decoder = new StringDecoder('utf8');
  #text = '';

  add(payload: Buffer): readonly string[] {
    const lines = (this.#text + this.#decoder.write(payload)).split('\n');
    this.#text = lines.pop() ?? '';
    return lines;
  }

  end(): string {
    return this.#text + this.#decoder.end();
  }
}

function lineOf(level: string, text: string): LogLine {
  const [, at = '', message = ''] = /^(\S+) ?(.*?)\r?$/s.exec(text) ?? [];
  return { at, level, message };
}
