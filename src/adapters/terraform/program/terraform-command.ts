import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { SentSecrets } from '../../http/sent-secrets';
import { secretsIn } from './child-environment';
import { masked, parseMessage } from './messages';
import type { TerraformMessage } from './messages';
import type { Processes } from '../../host/processes';

/** A command line of Terraform. */
export interface TerraformCommand {
  /** The program and its arguments. */
  readonly words: readonly [string, ...string[]];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The end of a command. */
export interface TerraformExit {
  /** null: a signal ended it. */
  readonly code: number | null;
  readonly messages: readonly TerraformMessage[];
  /** The lines of standard output that are not messages: the output of `show`, for example. */
  readonly text: string;
  readonly stderr: string;
}

/** A command whose process exists and waits for `begin`. */
export interface PausedCommand {
  /** Also the id of its process group. */
  readonly pid: number;
  /** Starts Terraform in the process. If Helix dies before, Terraform never runs. */
  readonly begin: () => void;
  /** Asks it to stop: Terraform cancels its requests and writes its state. Only the first call has an effect. */
  readonly interrupt: () => void;
  /** Kills it and everything that it started. */
  readonly kill: () => void;
  readonly ended: Promise<TerraformExit>;
}

// Waits for a line before it becomes Terraform: by then its process group is recorded. Only the user can read its files.
const PAUSED = 'umask 077; read -r _ && exec "$@"';

/** Starts commands, and kills those that still run when Helix exits. */
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
   * Runs a command that changes nothing in a cloud.
   * @throws the reason of `signal`, once the command has ended, if it aborts first
   */
  async run(command: TerraformCommand, signal?: AbortSignal): Promise<TerraformExit> {
    signal?.throwIfAborted();
    const child = await this.startPaused(command);
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

  /** Starts the process of a command, which waits for `begin`. `onMessage` receives its `-json` messages as they come. */
  async startPaused(
    { words, cwd, environment }: TerraformCommand,
    onMessage: (message: TerraformMessage) => void = () => undefined,
  ): Promise<PausedCommand> {
    const child = spawn('/bin/sh', ['-c', PAUSED, 'sh', ...words], {
      cwd,
      env: environment,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const { stdin, stdout, stderr } = child;
    // A process that is killed before `begin` does not read.
    stdin.on('error', () => undefined);
    const pid = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('spawn', () => resolve(child.pid ?? 0));
    });
    this.#groups.add(pid);
    const secrets = new SentSecrets(null);
    for (const secret of secretsIn(environment)) secrets.remember(secret);
    const ended = this.#waitForExit(child, { stdout, stderr }, secrets, onMessage).finally(() => {
      // The providers belong to its group, and may have survived a killed Terraform.
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

  async #waitForExit(
    child: { once(event: 'exit', listener: (code: number | null) => void): unknown },
    { stdout, stderr }: { stdout: Readable; stderr: Readable },
    secrets: SentSecrets,
    onMessage: (message: TerraformMessage) => void,
  ): Promise<TerraformExit> {
    const messages: TerraformMessage[] = [];
    const text: string[] = [];
    const errors: string[] = [];
    stderr.setEncoding('utf8').on('data', (chunk: string) => errors.push(chunk));
    const lines = createInterface({ input: stdout, crlfDelay: Infinity });
    lines.on('line', (line) => {
      const parsed = parseMessage(line);
      if (parsed === null) text.push(line);
      else {
        const message = masked(parsed, secrets.maskMessage);
        messages.push(message);
        onMessage(message);
      }
    });
    const closed = new Promise<void>((resolve) => lines.once('close', resolve));
    const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
    // A provider that survives its Terraform may keep the pipe open.
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
    return { code, messages, text: text.join('\n'), stderr: secrets.maskMessage(errors.join('')) };
  }
}
