import type { LogLine } from '../../../ports/engine-verbs';
import { readFrames, readPlain } from '../logs/log-frames';
import { readLines } from '../logs/log-lines';

function frame(stream: 1 | 2, text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

async function* yieldPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function collect(lines: AsyncIterable<LogLine>): Promise<LogLine[]> {
  const read: LogLine[] = [];
  for await (const line of lines) read.push(line);
  return read;
}

const OUTPUT = Buffer.concat([
  frame(1, '2026-11-30T10:00:00.1Z größer\n2026-11-30T10:00:00.2Z half a '),
  frame(2, '2026-11-30T10:00:00.3Z an error\r\n'),
  frame(1, 'line\n2026-11-30T10:00:00.4Z no end'),
]);
const LINES = [
  { at: '2026-11-30T10:00:00.1Z', level: 'stdout', message: 'größer' },
  { at: '2026-11-30T10:00:00.3Z', level: 'stderr', message: 'an error' },
  { at: '2026-11-30T10:00:00.2Z', level: 'stdout', message: 'half a line' },
  { at: '2026-11-30T10:00:00.4Z', level: 'stdout', message: 'no end' },
];

test.each([1, 3, 7, 1000])('frames that come %i bytes at a time are the same lines', async (size) => {
  expect(await collect(readLines(readFrames(yieldPieces(OUTPUT, size))))).toEqual(LINES);
});

test('the output of a container with a terminal has no frames', async () => {
  const output = Buffer.from('2026-11-30T10:00:00.1Z one\r\n2026-11-30T10:00:00.2Z \r\n');
  expect(await collect(readLines(readPlain(yieldPieces(output, 5))))).toEqual([
    { at: '2026-11-30T10:00:00.1Z', level: 'stdout', message: 'one' },
    { at: '2026-11-30T10:00:00.2Z', level: 'stdout', message: '' },
  ]);
});
