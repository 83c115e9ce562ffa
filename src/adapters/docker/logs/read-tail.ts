import type { ContainerEngine } from '../connection/container-engine';
import { readFrames, readPlain } from './log-frames';
import { readLines } from './log-lines';

/** Reads the last lines of a container. */
export async function readTail(
  engine: ContainerEngine,
  name: string,
  lines: number,
): Promise<readonly string[]> {
  const read: string[] = [];
  const { Config } = await engine.ask((docker) => docker.getContainer(name).inspect());
  const options = { stdout: true, stderr: true, timestamps: true, tail: lines, follow: false } as const;
  // The library's type promises a Buffer, and a stream would do as well.
  const output: Buffer = await engine.ask((docker) => docker.getContainer(name).logs(options));
  const chunks = readChunks(output);
  for await (const { message } of readLines(Config.Tty ? readPlain(chunks) : readFrames(chunks))) {
    read.push(message);
  }
  return read.slice(-lines);
}

/** The library answers with a Buffer or a stream, whatever its types say. */
export async function* readChunks(
  output: Buffer | NodeJS.ReadableStream,
): AsyncGenerator<Buffer, void, undefined> {
  if (Buffer.isBuffer(output)) yield output;
  else for await (const chunk of output) yield Buffer.from(chunk);
}
