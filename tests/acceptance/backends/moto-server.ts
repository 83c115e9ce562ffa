import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pythonWithMoto } from './moto-python';
import { startMoto } from './start-moto';

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
    const { url, child } = await startMoto([pythonWithMoto(), join(__dirname, 'moto-atomic.py')]);
    const server = new MotoServer(url, child);
    const answer = await fetch(`${url}/${server.bucket}`, { method: 'PUT' });
    if (!answer.ok) throw new Error(`moto made no bucket: ${answer.status}`);
    return server;
  }

  async stop(): Promise<void> {
    const isClosed = once(this.#process, 'close');
    this.#process.kill('SIGKILL');
    await isClosed;
  }
}
