import { readChunks } from '../logs/read-tail';

/** Reads the progress of the engine: JSON objects, one a line. */
export async function* readJsonLines<T>(
  output: Buffer | NodeJS.ReadableStream,
): AsyncGenerator<T, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of readChunks(output)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as T;
  }
  if (rest.trim() !== '') yield JSON.parse(rest) as T;
}
