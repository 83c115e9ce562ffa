import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
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

  /** Switches failures on, or off. */
  async fail(rules: readonly unknown[]): Promise<void> {
    const headers = { 'x-api-key': this.apiKey, 'content-type': 'application/json' };
    const body = JSON.stringify({ rules });
    const answer = await fetch(`${this.url}/_emulator/faults`, { method: 'PUT', headers, body });
    if (!answer.ok) throw new Error(`the emulator answered ${answer.status}: ${await answer.text()}`);
  }

  /** Waits until the newest instance has ended, as its log says that it does. */
  async waitUntilEnded(): Promise<void> {
    const log = readFileSync(join(this.data, 'clusters.jsonl'), 'utf8');
    const ends = [...log.matchAll(/"expiresAt":"([^"]+)"/g)].map(([, at = '']) => Date.parse(at));
    while (Date.now() <= Math.max(...ends)) await sleep(50);
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    if (this.#child.exitCode === null) await once(this.#child, 'close');
    rmSync(this.data, { recursive: true, force: true });
    this.#home.remove();
  }
}
