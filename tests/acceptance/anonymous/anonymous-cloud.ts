import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { TestProject } from '../../helix';

/** An emulator of Helix Cloud in a process of its own, which keeps what it has on disk. */
export class AnonymousCloud {
  readonly url: string;
  readonly apiKey = 'key-of-an-account';
  readonly data: string;
  readonly #home: TestProject;
  readonly #child: ReturnType<TestProject['start']>;

  private constructor(url: string, data: string, home: TestProject, child: ReturnType<TestProject['start']>) {
    this.url = url;
    this.data = data;
    this.#home = home;
    this.#child = child;
  }

  static async start(options: readonly string[] = []): Promise<AnonymousCloud> {
    const home = new TestProject({});
    const data = mkdtempSync(join(tmpdir(), 'helix-anonymous-'));
    const args = ['cloud', 'serve', '--data', data, '--faults', '--api-key', 'key-of-an-account'];
    const child = home.start([...args, '--provision-ms', '20', ...options]);
    const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
    return new AnonymousCloud(/http:\S+[^;\s.]/.exec(line)?.[0] ?? '', data, home, child);
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    if (this.#child.exitCode === null) await once(this.#child, 'close');
    rmSync(this.data, { recursive: true, force: true });
    this.#home.remove();
  }
}
