import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { openValidatingProxy } from './validating-proxy';
import type { ValidatingProxy, KeptBack } from './validating-proxy';

/** The program under test: the output of `npm run build`, or another one, such as that of an installed package. */
export const PROGRAM = process.env['HELIX_UNDER_TEST'] ?? join(__dirname, '..', 'dist', 'helix.js');

/** The result of a run of the real program. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Flags for node itself. */
  readonly node?: readonly string[];
  /** The working directory, relative to the project; default: the project. */
  readonly cwd?: string;
  /** A program other than the one under test. */
  readonly program?: string;
}

/** A project with a directory and a HOME of its own, on which the built program runs as a user would run it. */
export class TestProject {
  readonly directory: string;
  readonly home: string;
  readonly #env: Record<string, string>;
  #preloads = 0;

  constructor(files: Readonly<Record<string, string>>, env: Record<string, string> = {}) {
    const base = mkdtempSync(join(tmpdir(), 'helix-test-'));
    this.directory = join(base, 'project');
    this.home = join(base, 'home');
    mkdirSync(this.directory);
    mkdirSync(this.home);
    this.#env = env;
    for (const [file, content] of Object.entries(files)) this.write(file, content);
  }

  write(file: string, content: string): void {
    mkdirSync(dirname(join(this.directory, file)), { recursive: true });
    writeFileSync(join(this.directory, file), content);
  }

  /** Removes a directory and its content. */
  empty(directory: string): void {
    rmSync(join(this.directory, directory), { recursive: true, force: true });
  }

  edit(file: string, from: string, to: string): void {
    const before = this.read(file);
    if (!before.includes(from)) throw new Error(`${file} does not hold ${from}`);
    this.write(file, before.replace(from, to));
  }

  read(file: string): string {
    return readFileSync(join(this.directory, file), 'utf8');
  }

  /** Returns flags that make node run `code` before the program; its file is outside the project. */
  preload(code: string): string[] {
    const file = join(this.home, `preload-${(this.#preloads += 1)}.cjs`);
    writeFileSync(file, code);
    return ['-r', file];
  }

  /** Returns flags for a host whose wall clock is wrong by `ms`. */
  clockOffBy(ms: number): string[] {
    return this.preload(`
      const Real = Date;
      globalThis.Date = class Date extends Real {
        constructor(...given) { given.length === 0 ? super(Real.now() + ${ms}) : super(...given); }
        static now() { return Real.now() + ${ms}; }
      };`);
  }

  /** Copies the files to another directory, like a second checkout: without the state. */
  checkout(env: Record<string, string> = this.#env): TestProject {
    const other = new TestProject({}, env);
    const isCommitted = (path: string) => !path.startsWith(join(this.directory, '.helix'));
    cpSync(this.directory, other.directory, { recursive: true, filter: isCommitted });
    return other;
  }

  async run(words: readonly string[], options: RunOptions = {}): Promise<Run> {
    const child = this.start(words, options);
    // A program that ends at once does not wait for what it does not read.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input ?? '');
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout!),
      text(child.stderr!),
      once(child, 'close') as Promise<[number | null]>,
    ]);
    return { code: code ?? -1, stdout, stderr };
  }

  /** Runs `helix ...words`; a run that fails also fails the test, with its output. */
  async runHelix(...words: string[]): Promise<string> {
    const run = await this.run(words);
    if (run.code !== 0) {
      // Marked, so that Jest does not take a line of it for a frame of the test's own stack.
      const said = `${run.stdout}\n${run.stderr}`.replaceAll(/^/gm, '| ');
      throw new Error(`helix ${words.join(' ')} ended with ${run.code}\n${said}`);
    }
    return run.stdout;
  }

  start(
    words: readonly string[],
    { env = {}, node = [], cwd = '.', program = PROGRAM }: RunOptions = {},
  ): ChildProcess {
    return spawn(process.execPath, [...node, program, ...words], {
      cwd: join(this.directory, cwd),
      env: this.environment(env),
    });
  }

  /** Returns the environment of a program that runs on this project. */
  environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
    return {
      PATH: process.env['PATH'] ?? '',
      HOME: this.home,
      TZ: 'UTC',
      HELIX_ACTOR: 'ada@laptop',
      ...this.#env,
      ...more,
    };
  }

  remove(): void {
    rmSync(dirname(this.directory), { recursive: true, force: true });
  }
}

/** `helix cloud serve` in a process of its own, behind a proxy that validates all traffic by the API's document. */
export class TestCloud {
  readonly #direct: string;
  readonly #proxy: ValidatingProxy;
  readonly #child: ChildProcess;
  readonly #home: TestProject;

  private constructor(direct: string, proxy: ValidatingProxy, child: ChildProcess, home: TestProject) {
    this.#direct = direct;
    this.#proxy = proxy;
    this.#child = child;
    this.#home = home;
  }

  static async start(...flags: string[]): Promise<TestCloud> {
    const home = new TestProject({});
    const child = home.start(['cloud', 'serve', '--faults', '--provision-ms', '20', ...flags]);
    child.stderr?.pipe(process.stderr);
    const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
    const url = /http:\S+[^;\s]/.exec(line)?.[0];
    if (url === undefined) throw new Error(`the emulator said: ${line}`);
    return new TestCloud(url, await openValidatingProxy(url), child, home);
  }

  /** The URL for clients. */
  get url(): string {
    return this.#proxy.url;
  }

  /** Lists all clusters as the API shows them, by id. */
  async listClusters(): Promise<readonly Record<string, unknown>[]> {
    const all: Record<string, unknown>[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = (await this.readJson('GET', `/clusters?limit=1000${from}`)) as {
        clusters: Record<string, unknown>[];
        next_cursor: string | null;
      };
      all.push(...page.clusters);
      cursor = page.next_cursor;
    }
    const idOf = ({ cluster_id: id }: Record<string, unknown>) => String(id);
    return all.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  }

  /** Reads how often each operation was requested and committed. */
  async readCalls(): Promise<unknown> {
    return this.readJson('GET', '/_emulator/calls');
  }

  /** Creates an API key with this name and scope, and returns it. */
  async createKey(name: string, scope: string): Promise<string> {
    const made = (await this.readJson('POST', '/keys', { name, scope })) as { key: string };
    return made.key;
  }

  async fail(rules: readonly unknown[]): Promise<void> {
    await this.readJson('PUT', '/_emulator/faults', { rules });
  }

  /** Holds back the next request that matches (`GET /clusters/a/status`) on its way to the service. */
  keepBack(title: RegExp): KeptBack {
    return this.#proxy.keepBack(title);
  }

  /** Deletes a cluster behind Helix's back. */
  async deleteBehind(id: string): Promise<void> {
    const cluster = (await this.readJson('GET', `/clusters/${id}/status`)) as {
      owner: Record<string, string>;
    };
    const { lineage = '', workspace = '', address = '' } = cluster.owner;
    const owner = [lineage, workspace, address].map(encodeURIComponent).join('/');
    const answer = await fetch(`${this.#direct}/clusters/${id}`, {
      method: 'DELETE',
      headers: { 'Helix-Owner': owner, 'x-api-key': 'k' },
    });
    if (!answer.ok) throw new Error(`DELETE answered ${answer.status}`);
    while (
      (await fetch(`${this.#direct}/clusters/${id}/status`, { headers: { 'x-api-key': 'k' } })).status !== 404
    ) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Stops it. Fails the tests if any traffic violated the API's document. */
  async stop(): Promise<void> {
    await this.#proxy.close();
    this.#child.kill('SIGTERM');
    if (this.#child.exitCode === null) await once(this.#child, 'close');
    this.#home.remove();
    if (this.#proxy.violations.length > 0) throw new Error(this.#proxy.violations.join('\n'));
  }

  async readJson(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(this.#direct + path, {
      method,
      headers: { 'x-api-key': 'k', 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }
}
