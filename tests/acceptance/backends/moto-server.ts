import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { foundProgram } from './found-program';
import { freePort } from './free-port';

/** S3 as moto plays it, in a process of its own, with one bucket. */
export class MotoServer {
  readonly bucket = 'states';
  readonly url: string;
  readonly #process: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#process = child;
  }

  static async start(): Promise<MotoServer> {
    const program = foundProgram('moto_server', "pip install 'moto[server]'");
    const port = await freePort();
    const child = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    const server = new MotoServer(`http://127.0.0.1:${port}`, child);
    for (;;) {
      try {
        const answer = await fetch(`${server.url}/${server.bucket}`, { method: 'PUT' });
        if (answer.ok) return server;
      } catch (error) {
        if (child.exitCode !== null) throw error;
      }
      await sleep(100);
    }
  }

  async stop(): Promise<void> {
    const isClosed = once(this.#process, 'close');
    this.#process.kill('SIGKILL');
    await isClosed;
  }
}
