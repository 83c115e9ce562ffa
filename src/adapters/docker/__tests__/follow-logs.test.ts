import { Readable } from 'node:stream';
import type { LogLine } from '../../../ports/engine-verbs';
import { ManualClock } from '../../../testing/manual-clock';
import type { ContainerEngine } from '../connection/container-engine';
import { readContainerLogs } from '../logs/follow-logs';

const TEXT = '2026-11-30T10:00:00.1Z one\n2026-11-30T10:00:00.2Z two\n';

function framed(text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = 1;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

/** An engine whose container logs two lines; the library answers in one of its forms. */
function engineWith(tty: boolean, answer: (output: Buffer) => Buffer | Readable, onLogs: () => void) {
  const container = {
    inspect: () => Promise.resolve({ Config: { Tty: tty } }),
    logs: () => {
      onLogs();
      return Promise.resolve(answer(tty ? Buffer.from(TEXT) : framed(TEXT)));
    },
  };
  const ask = <T>(request: (docker: unknown) => T): T => request({ getContainer: () => container });
  return { ask } as unknown as ContainerEngine;
}

const FORMS = [
  ['a Buffer', (output: Buffer) => output],
  ['a stream', (output: Buffer) => Readable.from([output])],
  ['a stream in pieces', (output: Buffer) => Readable.from([...output].map((byte) => Buffer.from([byte])))],
] as const;

describe.each([
  ['with a terminal', true],
  ['without a terminal', false],
])('the log of a container %s', (_, tty) => {
  describe.each([
    ['read once', false],
    ['followed', true],
  ])('%s', (__, follow) => {
    test.each(FORMS)('is the same lines where the library answers with %s', async (___, answer) => {
      const stop = new AbortController();
      let asked = 0;
      const engine = engineWith(tty, answer, () => {
        asked += 1;
        // A follower connects again when the container ends; the second time nothing new is there.
        if (asked === 2) stop.abort();
      });
      const clock = new ManualClock('2026-11-30T10:00:01Z');
      jest.spyOn(clock, 'sleep').mockResolvedValue();
      const lines: LogLine[] = [];
      const options = { follow, limit: null, signal: stop.signal };
      for await (const line of readContainerLogs(engine, 'helix-shop-dev', options, clock)) lines.push(line);
      expect(lines.map(({ at, message }) => [at, message])).toEqual([
        ['2026-11-30T10:00:00.1Z', 'one'],
        ['2026-11-30T10:00:00.2Z', 'two'],
      ]);
      expect(asked).toBe(follow ? 2 : 1);
    });
  });
});
