import { Writable } from 'node:stream';
import { join } from 'node:path';
import { helixCloud } from '../../src/adapters/helix-cloud';
import { KeysFile } from '../../src/adapters/helix-cloud/anonymous/keys-file';
import { HelixCloudClient } from '../../src/adapters/helix-cloud/api/client';
import { HelixCloudEngine } from '../../src/adapters/helix-cloud/engine';
import { configuredRegions } from '../../src/adapters/helix-cloud/regions';
import { createEmulator } from '../../src/adapters/helix-cloud-emulator';
import type { Emulator, FaultRule } from '../../src/adapters/helix-cloud-emulator';
import type { FileSystemCalls } from '../../src/adapters/state/local/file-system-calls';
import { LocalStateStore } from '../../src/adapters/state/local/local-state-store';
import { PriceBookFiles } from '../../src/adapters/price-book/price-book-files';
import { SystemRandom } from '../../src/adapters/host/random';
import { runCli } from '../../src/cli/cli';
import { exitCodeOf, HelixError } from '../../src/errors';
import type { EngineFactory, EngineSession } from '../../src/ports/engine';
import type { Ci } from '../../src/ports/forge';
import type { Ports } from '../../src/ports/ports';
import { renderError } from '../../src/render/problems/render-error';
import { InMemoryProjectFiles } from '../../src/testing/in-memory-project-files';
import { InMemoryStateBackend } from '../../src/testing/in-memory-state-backend';
import { InMemoryStateStore } from '../../src/testing/in-memory-state-store';
import type { Run } from '../helix';
import { Life, mortalFiles, mortalStore } from './mortal';
import { PassingClock } from '../../src/testing/passing-clock';
import { terminalOn } from './typed-answers';
import { NO_CI } from '../../src/testing/in-memory-forge';

const ROOT = '/project';
/** The directory in which the local backend keeps the state. */
export const HELIX = `${ROOT}/.helix`;
const ENDPOINT = 'http://cloud.invalid';
const PRICES = new PriceBookFiles(join(__dirname, '..', '..', 'prices'));
const STYLE = { color: false, width: 80, unicode: true, terminal: false };

export interface MemoryWorldOptions {
  readonly files: Readonly<Record<string, string>>;
  /** Stands between Helix and the emulator. */
  readonly passThrough?: (
    request: Request,
    send: (request: Request) => Promise<Response>,
  ) => Promise<Response>;
  /** The words that the person at the terminal types, one answer a question; missing: there is no terminal. */
  readonly answers?: readonly string[];
  /** The clouds for which there are credentials. */
  readonly signedIn?: readonly string[];
  /** More engines than that of Helix Cloud. */
  readonly engines?: readonly EngineFactory[];
  /** The CI that runs happen in; default: none. */
  readonly ci?: Ci;
  /** Keeps the state in the files of the local backend, instead of as values. */
  readonly stateFiles?: FileSystemCalls;
}

/**
 * The commands of the real CLI in this process, on a project, a state and an emulator in memory. Time passes by itself,
 * so that what waits for minutes takes none. A run may be killed at its n-th step: a step is each request that is sent
 * or answered, and each thing that is written.
 */
export class MemoryWorld {
  readonly clock = new PassingClock();
  readonly files: InMemoryProjectFiles;
  /** The shared states, by workspace. */
  readonly workspaces = new Map([['default', new InMemoryStateBackend()]]);
  /** Environment variables that have a value of their own; undefined: not set. */
  readonly variables = new Map<string, string | undefined>();
  readonly emulator: Emulator;
  readonly #options: MemoryWorldOptions;
  /** The answers that were not given yet. */
  answers: string[] | null;
  /** Files that may be no text. */
  readonly #bytes = new Map<string, Uint8Array>();
  #pid = 0;

  constructor(options: MemoryWorldOptions) {
    this.#options = options;
    this.answers = options.answers === undefined ? null : [...options.answers];
    this.files = new InMemoryProjectFiles();
    for (const [file, text] of Object.entries(options.files)) this.write(file, text);
    this.emulator = createEmulator({
      directory: null,
      apiKey: null,
      clock: this.clock,
      random: new SystemRandom(),
    });
  }

  /** The state of the default workspace. */
  get backend(): InMemoryStateBackend {
    return this.backendOf('default');
  }

  backendOf(workspace: string): InMemoryStateBackend {
    const known = this.workspaces.get(workspace) ?? new InMemoryStateBackend();
    this.workspaces.set(workspace, known);
    return known;
  }

  /** Writes a file of the project, or `cloud.toml` of the user. */
  write(file: string, content: string | Uint8Array): void {
    const path = `${ROOT}/${file}`;
    this.#bytes.delete(path);
    if (typeof content !== 'string') this.#bytes.set(path, content);
    this.files.files.set(path, typeof content === 'string' ? content : '');
  }

  removeFiles(isOld: (file: string) => boolean): void {
    for (const path of this.files.files.keys()) {
      if (isOld(path.slice(ROOT.length + 1))) this.files.files.delete(path);
    }
  }

  read(file: string): string | undefined {
    return this.files.files.get(`${ROOT}/${file}`);
  }

  fail(rules: readonly FaultRule[], seed = 1): void {
    this.emulator.faults.rules = rules.map((rule) => ({ ...rule }));
    this.emulator.faults.seed = seed;
  }

  /** All clusters as the API shows them, in the order of their ids. */
  async listClusters(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const rules = this.emulator.faults.rules;
    this.emulator.faults.rules = [];
    const answer = await this.emulator.fetch(new Request(`${ENDPOINT}/clusters?limit=1000`));
    this.emulator.faults.rules = rules;
    const { clusters } = (await answer.json()) as { clusters: Record<string, unknown>[] };
    return clusters.sort((a, b) => (String(a['cluster_id']) < String(b['cluster_id']) ? -1 : 1));
  }

  /** Runs a command line to its end. */
  async run(...words: string[]): Promise<Run> {
    const run = await this.#start(new Life(Infinity), words);
    if (run === null) throw new Error('nobody killed it');
    return run;
  }

  /** Runs a command line and kills it at its step `at`; null when it was killed. */
  killed(at: number, ...words: string[]): Promise<Run | null> {
    return this.#start(new Life(at), words);
  }

  async #start(life: Life, words: readonly string[]): Promise<Run | null> {
    const pid = (this.#pid += 1);
    const [stdout, stderr] = [new Text(), new Text()];
    const ports = this.#ports(life, pid);
    const context = {
      ports,
      stdout,
      stderr,
      env: {},
      cwd: ROOT,
      colorDepth: 1,
      style: STYLE,
      errorStyle: STYLE,
      stdin: process.stdin,
      terminal: terminalOn(stderr, this.answers, STYLE),
      openEventFile: (path: string) => (text: string) =>
        void this.files.files.set(path, (this.files.files.get(path) ?? '') + text),
      beVerbose: () => Promise.resolve(),
      answerFailed: new AbortController().signal,
      topics: { listNames: () => Promise.resolve([]), read: () => Promise.resolve(null) },
    };
    const run = runCli(words, context).catch((error: unknown) => {
      stderr.write(renderError(error, STYLE));
      return exitCodeOf(error);
    });
    const code = await Promise.race([run, life.end.then(() => null)]);
    if (code !== null) return { code, stdout: stdout.said, stderr: stderr.said };
    for (const backend of this.workspaces.values()) backend.kill('host', pid);
    return null;
  }

  #ports(life: Life, pid: number): Ports {
    const clock = {
      now: () => this.clock.now(),
      monotonicMs: () => this.clock.monotonicMs(),
      sleep: (ms: number, signal?: AbortSignal) => life.whileAlive(() => this.clock.sleep(ms, signal)),
    };
    const random = new SystemRandom();
    const { passThrough: through, stateFiles, engines = [] } = this.#options;
    const files = mortalFiles(this.files, this.#bytes, life);
    const send = (request: Request): Promise<Response> => this.emulator.fetch(request);
    const client = () =>
      new HelixCloudClient({
        endpoint: ENDPOINT,
        apiKey: 'key',
        keySource: 'HELIX_API_KEY',
        clock,
        random,
        fetch: (request) => life.ask(() => (through === undefined ? send(request) : through(request, send))),
      });
    const variable = (name: string): string | undefined => {
      if (name === 'HELIX_CLOUD_URL') return ENDPOINT;
      return this.variables.has(name) ? this.variables.get(name) : `value of ${name}`;
    };
    return {
      clock,
      random,
      prices: PRICES,
      helixVersion: '1.2.3',
      actor: 'ada@laptop',
      ci: this.#options.ci ?? NO_CI,
      schemaUrl: (file) => `file:///helix/schemas/${file}`,
      files,
      loadPriceApis: () => Promise.reject(new Error('no test asks the clouds for prices')),
      credentials: {
        read: () =>
          Promise.resolve({
            key: 'key',
            userId: null,
            source: 'HELIX_API_KEY',
            saved: false,
            warning: null,
          }),
        write: () => Promise.resolve({ place: 'credentials', movedAside: null }),
        remove: () => Promise.resolve(null),
        replace: () => Promise.reject(new Error('no test rotates keys here')),
        openKeyFile: () => Promise.reject(new Error('no test writes keys here')),
      },
      interrupts: { listen: () => ({ [Symbol.dispose]: () => undefined }) },
      variable,
      setting: (name) => (name === 'HELIX_CLOUD_URL' ? ENDPOINT : undefined),
      stateBackend: ({ scope }) =>
        Promise.resolve({
          place: 'memory',
          store: (workspace) =>
            stateFiles === undefined
              ? mortalStore(
                  new InMemoryStateStore(this.backendOf(workspace), { clock, pid, workspace }),
                  life,
                )
              : new LocalStateStore({
                  helixDirectory: HELIX,
                  directory: `${HELIX}/state/${workspace}`,
                  workspace,
                  host: 'host',
                  pid: process.pid,
                  processExists: () => true,
                  clock,
                  random,
                  fileSystem: stateFiles,
                }),
          listWorkspaces: () => Promise.resolve(scope === 'local' ? [] : [...this.workspaces.keys()].sort()),
        }),
      engines: [
        { ...helixCloud, load: (session) => Promise.resolve(engineOf(session, client())) },
        ...engines,
      ],
      helixCloud: {
        readRegions: async () => configuredRegions(await client().readRegions()),
        // The service's own instances are in the emulator's tests; this one is only declared.
        createAnonymous: ({ region }) =>
          Promise.resolve({
            instanceId: 'anon-1',
            region: region ?? 'us-east-1',
            expiresAt: new Date(this.clock.now().getTime() + 30 * 86_400_000).toISOString(),
            keysFile: '~/.helix/anonymous.toml',
          }),
        finishAnonymous: () => Promise.resolve(),
        deleteAnonymous: () => Promise.reject(new Error('no test deletes one from here')),
        readAnonymous: () => Promise.reject(new Error('no test reads one from here')),
        loadKeys: () => Promise.reject(new Error('no test has keys here')),
        serveEmulator: () => Promise.reject(new Error('no test serves from here')),
      },
      findRegistryLogin: () => Promise.resolve(null),
      findCredentialsPlace: (cloud) =>
        Promise.resolve(this.#options.signedIn?.includes(cloud) ? 'environment' : null),
      accounts: {
        place: () => 'cloud.toml',
        write: (text) => files.writeText(ROOT, 'cloud.toml', text),
        identify: ({ name, provider }) =>
          this.#options.signedIn?.includes(provider)
            ? Promise.resolve('123456789012')
            : Promise.reject(new HelixError('auth', `The credentials of \`${name}\` are refused.`)),
      },
      userConfig: () =>
        files
          .readText(ROOT, 'cloud.toml')
          .then((text) => (text === null ? null : { file: 'cloud.toml', text })),
    };

    function engineOf(session: EngineSession, one: HelixCloudClient): HelixCloudEngine {
      const { project, workspace, lineage, hxFiles, secretByFingerprint } = session;
      return new HelixCloudEngine({
        endpoint: session.endpoint,
        clients: () => one,
        clock,
        hxFiles,
        owner: { project, workspace, lineage },
        keys: new KeysFile(null, new SystemRandom()),
        declared: session.anonymous,
        pushImage: session.pushImage,
        env: { variable, secretByFingerprint },
      });
    }
  }
}

/** Keeps what is written to it. */
class Text extends Writable {
  said = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.said += chunk.toString();
    done();
  }
}
