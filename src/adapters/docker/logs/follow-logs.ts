import type { Clock } from '../../../ports/clock';
import type { LogLine, LogOptions } from '../../../ports/engine-verbs';
import type { ContainerEngine } from '../connection/container-engine';
import { readFrames, readPlain } from './log-frames';
import { readLines } from './log-lines';
import { readChunks } from './read-tail';

/** The pause before a container that has ended is looked at again. */
const RETRY_MS = 1000;

/** Reads the log of a container; with `follow` also what comes, over its restarts, until the signal aborts. */
export async function* readContainerLogs(
  engine: ContainerEngine,
  name: string,
  { follow, limit, signal }: LogOptions,
  clock: Clock,
): AsyncGenerator<LogLine, void, undefined> {
  let last = '';
  for (let isFirst = true; isFirst || (follow && !signal.aborted); isFirst = false) {
    const printed = last;
    const { Config } = await engine.ask((docker) => docker.getContainer(name).inspect());
    const tail = limit === null ? {} : { tail: limit };
    const from = printed === '' ? tail : { since: secondsOf(printed) };
    const options = { stdout: true, stderr: true, timestamps: true, ...from, abortSignal: signal };
    const output = follow
      ? await engine.ask((docker) => docker.getContainer(name).logs({ ...options, follow: true }))
      : await engine.ask((docker) => docker.getContainer(name).logs({ ...options, follow: false }));
    const chunks = readUntilAborted(readChunks(output), signal);
    for await (const line of readLines(Config.Tty ? readPlain(chunks) : readFrames(chunks))) {
      // `since` has whole seconds: what was already printed comes once more.
      if (printed !== '' && line.at <= printed) continue;
      if (line.at > last) last = line.at;
      yield line;
    }
    if (follow) await clock.sleep(RETRY_MS, signal).catch(() => undefined);
  }
}

function secondsOf(at: string): number {
  return Math.floor(Date.parse(at) / 1000);
}

/** Ends quietly when the signal aborts the stream. */
async function* readUntilAborted(
  chunks: AsyncIterable<Buffer>,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* chunks;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
