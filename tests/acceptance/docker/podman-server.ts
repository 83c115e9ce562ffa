import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The limits of processes that every host allows: Podman's own are above those of many machines. */
const LIMITS = '["nofile=1024:1024", "nproc=1024:1024"]';

/** The API service of Podman with images, containers and networks of its own, on a socket in a temporary directory. */
export class PodmanServer {
  /** The value of XDG_RUNTIME_DIR with which it is found. */
  readonly runtimeDirectory: string;
  readonly host: string;
  readonly #directory: string;
  #process: ChildProcess | undefined;

  private constructor(directory: string) {
    this.#directory = directory;
    this.runtimeDirectory = directory;
    this.host = `unix://${join(directory, 'podman', 'podman.sock')}`;
  }

  /** Starts it; the reason in words where this machine has none, or cannot run its containers. */
  static async start(): Promise<PodmanServer | string> {
    if (spawnSync('podman', ['--version']).status !== 0) return 'podman is not installed';
    const server = new PodmanServer(mkdtempSync(join(tmpdir(), 'helix-podman-')));
    const reason = await server.#start();
    if (reason === null) return server;
    await server.stop();
    return reason;
  }

  /** Ends it with everything that it holds. */
  async stop(): Promise<void> {
    spawnSync('podman', [...this.#places(), 'system', 'reset', '--force'], { env: this.#environment() });
    const child = this.#process;
    if (child?.exitCode === null) {
      const isClosed = once(child, 'close');
      child.kill('SIGTERM');
      await isClosed;
    }
    spawnSync('umount', ['-l', join(this.#directory, 'data', 'overlay')]);
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** Runs `podman ...words` on this service. */
  podman(...words: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync('podman', ['--url', this.host, ...words], {
      encoding: 'utf8',
      env: this.#environment(),
    });
    if (status !== 0) throw new Error(`podman ${words.join(' ')}: ${stderr}`);
    return stdout.trim();
  }

  /** The names of what it holds, sorted. */
  names(what: 'container' | 'network' | 'volume' | 'image'): readonly string[] {
    const words = {
      container: ['ps', '-a', '--format', '{{.Names}}'],
      network: ['network', 'ls', '--format', '{{.Name}}'],
      volume: ['volume', 'ls', '--format', '{{.Name}}'],
      image: ['images', '-a', '--format', '{{.ID}}'],
    }[what];
    const names = this.podman(...words).split('\n');
    return names.filter((name) => name !== '' && name !== 'podman').sort();
  }

  async #start(): Promise<string | null> {
    const settings = [
      `[containers]\ndefault_ulimits = ${LIMITS}`,
      '[network]\nnetwork_backend = "netavark"',
      '[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\nruntime = "runc"',
    ];
    writeFileSync(join(this.#directory, 'containers.conf'), `${settings.join('\n\n')}\n`);
    spawnSync('mkdir', [join(this.#directory, 'podman')]);
    const words = [...this.#places(), 'system', 'service', '--time=0', this.host];
    const child = spawn('podman', words, { stdio: ['ignore', 'ignore', 'pipe'], env: this.#environment() });
    this.#process = child;
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
    const socket = this.host.replace('unix://', '');
    while (!existsSync(socket) || spawnSync('podman', ['--url', this.host, 'version']).status !== 0) {
      if (child.exitCode !== null) return `podman ended with ${child.exitCode}: ${said}`;
      await sleep(100);
    }
    return this.#tryContainer();
  }

  /** Runs one container: control groups or limits of this machine may not let it. */
  #tryContainer(): string | null {
    const folder = mkdtempSync(join(this.#directory, 'try-'));
    const script = [
      'cp "$(command -v busybox)" busybox',
      'printf \'FROM scratch\\nCOPY busybox /\\nRUN ["/busybox","true"]\\n\' > Dockerfile',
      `podman --url ${this.host} build -q -t try .`,
      `podman --url ${this.host} network create try`,
      `podman --url ${this.host} run --rm --network try try /busybox true`,
      `podman --url ${this.host} network rm try`,
      `podman --url ${this.host} rmi try`,
    ];
    const { status, stderr } = spawnSync('/bin/sh', ['-ec', script.join('\n')], {
      cwd: folder,
      encoding: 'utf8',
      env: this.#environment(),
    });
    return status === 0 ? null : `podman runs no container here: ${stderr.trim()}`;
  }

  #places(): readonly string[] {
    return ['--root', join(this.#directory, 'data'), '--runroot', join(this.#directory, 'run')];
  }

  #environment() {
    return {
      PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`,
      HOME: this.#directory,
      CONTAINERS_CONF: join(this.#directory, 'containers.conf'),
    };
  }
}
