import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parseMessage } from './messages';
import type { TerraformMessage } from './messages';
import type { Processes } from './processes';

/** One command line of Terraform. */
export interface TerraformCommand {
  /** The program and its arguments. */
  readonly words: readonly [string, ...string[]];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** How a command ended. */
export interface TerraformEnd {
  /** null: a signal ended it. */
  readonly code: number | null;
  readonly messages: readonly TerraformMessage[];
  /** What it wrote to standard output that is no message: the answer of `show`, for example. */
  readonly text: string;
  readonly complaints: string;
}

/** A command that was started and waits to be let go. */
export interface HeldCommand {
  /** Also the id of its process group: it has one of its own. */
  readonly pid: number;
  /** Lets it begin. Until then not even Terraform runs, and if Helix dies it never will. */
  readonly begin: () => void;
  /** Asks it to end, once: what is under way is cancelled, and what is known is written down. Later calls do nothing. */
  readonly interrupt: () => void;
  /** Ends it and everything that it started, at once. */
  readonly kill: () => void;
  readonly ended: Promise<TerraformEnd>;
}

// Waits for a line before it becomes Terraform: by then its process group is on record. Files are for the user alone.
const HELD = 'umask 077; read -r _ && exec "$@"';

/** Starts commands, and sees to it that none outlives Helix. */
export class TerraformCommands {
  readonly #processes: Processes;
  readonly #groups = new Set<number>();

  constructor(processes: Processes) {
    this.#processes = processes;
    processes.onExit(() => {
      for (const group of this.#groups) processes.signal(-group, 'SIGKILL');
    });
  }

  /**
   * Runs a command that changes nothing outside to its end.
   * @throws the reason of `signal`, once the command is gone, when that aborts first
   */
  async run(command: TerraformCommand, signal?: AbortSignal): Promise<TerraformEnd> {
    signal?.throwIfAborted();
    const child = await this.hold(command);
    signal?.addEventListener('abort', child.kill);
    child.begin();
    try {
      const end = await child.ended;
      signal?.throwIfAborted();
      return end;
    } finally {
      signal?.removeEventListener('abort', child.kill);
    }
  }

  /** Starts a command that has to be let go with `begin`. `onMessage` hears what it says with `-json`, as it comes. */
  async hold(
    { words, cwd, environment }: TerraformCommand,
    onMessage: (message: TerraformMessage) => void = () => undefined,
  ): Promise<HeldCommand> {
    const child = spawn('/bin/sh', ['-c', HELD, 'sh', ...words], {
      cwd,
      env: environment,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const { stdin, stdout, stderr } = child;
    // What dies before it is let go has nothing to read.
    stdin.on('error', () => undefined);
    const pid = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('spawn', () => resolve(child.pid ?? 0));
    });
    this.#groups.add(pid);
    const ended = this.#end(child, { stdout, stderr }, onMessage).finally(() => {
      // Terraform's providers belong to its group: where it was killed they may still be there.
      this.#processes.signal(-pid, 'SIGKILL');
      this.#groups.delete(pid);
    });
    let interrupted = false;
    return {
      pid,
      begin: () => stdin.end('\n'),
      interrupt: () => {
        if (!interrupted) this.#processes.signal(pid, 'SIGINT');
        interrupted = true;
      },
      kill: () => void this.#processes.signal(-pid, 'SIGKILL'),
      ended,
    };
  }

  async #end(
    child: { once(event: 'exit', listener: (code: number | null) => void): unknown },
    { stdout, stderr }: { stdout: Readable; stderr: Readable },
    onMessage: (message: TerraformMessage) => void,
  ): Promise<TerraformEnd> {
    const messages: TerraformMessage[] = [];
    const text: string[] = [];
    const complaints: string[] = [];
    stderr.setEncoding('utf8').on('data', (chunk: string) => complaints.push(chunk));
    const lines = createInterface({ input: stdout, crlfDelay: Infinity });
    lines.on('line', (line) => {
      const message = parseMessage(line);
      if (message === null) text.push(line);
      else {
        messages.push(message);
        onMessage(message);
      }
    });
    const closed = new Promise<void>((resolve) => lines.once('close', resolve));
    const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
    // A provider that outlives its Terraform may hold the pipe open.
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
    return { code, messages, text: text.join('\n'), complaints: complaints.join('') };
  }
}
