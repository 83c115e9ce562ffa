import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { openCheckedDoor } from './validating-proxy';
import type { CheckedDoor, KeptBack } from './validating-proxy';

/** The program under test: what `npm run build` made, or another one, such as that of an installed package. */
export const PROGRAM = process.env['HELIX_UNDER_TEST'] ?? join(__dirname, '..', 'dist', 'helix.js');

/** What a run of the real program answered. */
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
  /** Where it runs, relative to the project; default: in it. */
  readonly cwd?: string;
  /** Another program than the one under test. */
  readonly program?: string;
}

/** A project in a directory of its own, with a HOME of its own, on which the built program is run as a user would. */
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

  /** Removes a directory and all that is in it. */
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

  /** Flags that make node run `code` before the program; it lies outside the project. */
  preload(code: string): string[] {
    const file = join(this.home, `preload-${(this.#preloads += 1)}.cjs`);
    writeFileSync(file, code);
    return ['-r', file];
  }

  /** Flags for a machine whose wall clock is off by so much. */
  clockOffBy(ms: number): string[] {
    return this.preload(`
      const Real = Date;
      globalThis.Date = class Date extends Real {
        constructor(...given) { given.length === 0 ? super(Real.now() + ${ms}) : super(...given); }
        static now() { return Real.now() + ${ms}; }
      };`);
  }

  /** The same files in another directory, as a second checkout has them: without what is recorded. */
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

  /** Runs `helix ...words`; a run that does not end well fails the test with all that it said. */
  async runHelix(...words: string[]): Promise<string> {
    const run = await this.run(words);
    if (run.code !== 0) {
      // Marked, so that Jest takes no line of it for a frame of the test's own stack.
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

  /** What a program that runs on this project finds in its environment. */
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

/** `helix cloud serve` in a process of its own, behind a door that checks all that passes by the API's document. */
export class TestCloud {
  readonly #direct: string;
  readonly #door: CheckedDoor;
  readonly #child: ChildProcess;
  readonly #home: TestProject;

  private constructor(direct: string, door: CheckedDoor, child: ChildProcess, home: TestProject) {
    this.#direct = direct;
    this.#door = door;
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
    return new TestCloud(url, await openCheckedDoor(url), child, home);
  }

  /** What clients are given. */
  get url(): string {
    return this.#door.url;
  }

  /** All clusters, as the API shows them, in the order of their ids. */
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

  /** How often each operation was asked for, and was committed. */
  async readCalls(): Promise<unknown> {
    return this.readJson('GET', '/_emulator/calls');
  }

  async fail(rules: readonly unknown[]): Promise<void> {
    await this.readJson('PUT', '/_emulator/faults', { rules });
  }

  /** Keeps the next request like this back (`GET /clusters/a/status`), on its way to the service. */
  keepBack(title: RegExp): KeptBack {
    return this.#door.keepBack(title);
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

  /** Ends it. Fails the tests when anything that passed was not what the API's document says. */
  async stop(): Promise<void> {
    await this.#door.close();
    this.#child.kill('SIGTERM');
    if (this.#child.exitCode === null) await once(this.#child, 'close');
    this.#home.remove();
    if (this.#door.violations.length > 0) throw new Error(this.#door.violations.join('\n'));
  }

  async readJson(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(this.#direct + path, {
      method,
      headers: { 'x-api-key': 'k', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }
}
