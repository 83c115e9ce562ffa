import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../backends/free-port';

/** Returns which of these programs the search path does not have. No package registry serves them. */
export function missingPrograms(...names: readonly string[]): readonly string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return names.filter((name) => !folders.some((folder) => isExecutable(join(folder, name))));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A BuildKit of its own, on a socket in a temporary directory and on a port of loopback. */
export class BuildkitServer {
  readonly unix: string;
  readonly tcp: string;
  readonly #directory: string;
  readonly #process: ChildProcess;

  private constructor(directory: string, tcp: string, process: ChildProcess) {
    this.#directory = directory;
    this.unix = `unix://${join(directory, 'buildkitd.sock')}`;
    this.tcp = tcp;
    this.#process = process;
  }

  /** Starts it, and resolves when it listens on both addresses. */
  static async start(): Promise<BuildkitServer> {
    const directory = mkdtempSync(join(tmpdir(), 'helix-buildkit-'));
    const tcp = `tcp://127.0.0.1:${await freePort()}`;
    const addresses = [`unix://${join(directory, 'buildkitd.sock')}`, tcp];
    const words = ['--root', join(directory, 'data'), ...addresses.flatMap((address) => ['--addr', address])];
    const child = spawn('buildkitd', [...words, '--oci-worker-snapshotter=native'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const server = new BuildkitServer(directory, tcp, child);
    const lines = createInterface({ input: child.stderr });
    const said: string[] = [];
    let listening = 0;
    await new Promise<void>((resolve, reject) => {
      lines.on('line', (line) => {
        said.push(line);
        if (line.includes('running server on')) listening += 1;
        if (listening === addresses.length) resolve();
      });
      child.once('exit', (code) => reject(new Error(`buildkitd ended with ${code}:\n${said.join('\n')}`)));
    });
    return server;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null) {
      const isClosed = once(this.#process, 'exit');
      this.#process.kill('SIGTERM');
      await isClosed;
    }
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
