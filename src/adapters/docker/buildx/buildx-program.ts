import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Processes } from '../../host/processes';

/** The time in which an interrupted buildx may cancel its build. */
const CANCELS_WITHIN_MS = 10_000;

/** One run of the program. */
export interface BuildxRun {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The bytes for its standard input; absent: none. */
  readonly input?: AsyncIterable<Uint8Array>;
  /** Takes each line of its standard error, where progress comes. */
  readonly onLine?: (line: string) => void;
  /** Interrupts it. */
  readonly signal?: AbortSignal;
}

/** The end of a run. */
export interface BuildxExit {
  /** null: a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  /** Empty where `onLine` took the lines. */
  readonly stderr: string;
}

/** The program `buildx`. A run that has not ended when Helix exits is killed. */
export class BuildxProgram {
  readonly #path: string;
  readonly #processes: Processes;
  readonly #groups = new Set<number>();

  constructor(path: string, processes: Processes) {
    this.#path = path;
    this.#processes = processes;
    processes.onExit(() => {
      for (const group of this.#groups) processes.signal(-group, 'SIGKILL');
    });
  }

  /** Runs it to its end. @throws the error of the input, where that is what ended it */
  async run({ args, environment, input, onLine, signal }: BuildxRun): Promise<BuildxExit> {
    const child = spawn(this.#path, args, {
      env: environment,
      detached: true,
      stdio: 'pipe',
    });
    await once(child, 'spawn');
    const group = child.pid ?? 0;
    this.#groups.add(group);
    const interrupt = () => this.#interrupt(group);
    signal?.addEventListener('abort', interrupt);
    if (signal?.aborted === true) interrupt();
    try {
      const stderr: string[] = [];
      const lines = createInterface({ input: child.stderr, crlfDelay: Infinity });
      lines.on('line', onLine ?? ((line) => stderr.push(line)));
      const closed = once(lines, 'close');
      const stdout = readAll(child.stdout);
      const ended = once(child, 'close') as Promise<[number | null]>;
      const written = writeInput(input ?? Readable.from([]), child.stdin);
      const [code] = await ended;
      await closed;
      const failure = await written;
      if (failure !== null) throw failure;
      return { code, stdout: await stdout, stderr: stderr.join('\n') };
    } finally {
      signal?.removeEventListener('abort', interrupt);
      this.#processes.signal(-group, 'SIGKILL');
      this.#groups.delete(group);
    }
  }

  #interrupt(group: number): void {
    this.#processes.signal(group, 'SIGINT');
    setTimeout(() => {
      if (this.#groups.has(group)) this.#processes.signal(-group, 'SIGKILL');
    }, CANCELS_WITHIN_MS).unref();
  }
}

async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Writes the input; returns its own error. It is not an error that a program ends before it has read everything. */
async function writeInput(
  input: AsyncIterable<Uint8Array>,
  stdin: NodeJS.WritableStream,
): Promise<Error | null> {
  let own: Error | null = null;
  const source = Readable.from(input, { objectMode: false });
  source.once('error', (error) => (own = error));
  await pipeline(source, stdin).catch((error: unknown) => {
    const code = (error as { code?: unknown }).code;
    if (code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET') own = null;
  });
  return own;
}
