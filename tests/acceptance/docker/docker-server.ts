import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { foundProgram } from '../backends/found-program';

const HOW = 'apt-get install -y --no-install-recommends docker.io iptables';

/** Mounts a disk of a size of its own. */
export function mountDisk(folder: string, diskMb: number): void {
  mkdirSync(folder);
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMb}m`, 'tmpfs', folder], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`mount: ${stderr}`);
}

/** A Docker engine of its own, on a socket in a temporary directory. It touches no rule of the host's firewall. */
export class DockerServer {
  readonly host: string;
  readonly #directory: string;
  readonly #docker: string;
  readonly #dockerd: string;
  /** Networks of its own: engines that run at the same time do not see those of each other before it is too late. */
  readonly #addresses = `10.${randomInt(128, 256)}.${16 * randomInt(16)}.0/20`;
  #process: ChildProcess | undefined;

  private constructor() {
    this.#dockerd = foundProgram('dockerd', HOW, ['/usr/sbin', '/usr/local/sbin']);
    this.#docker = foundProgram('docker', HOW);
    this.#directory = mkdtempSync(join(tmpdir(), 'helix-docker-'));
    this.host = `unix://${join(this.#directory, 'docker.sock')}`;
  }

  /** Starts one, on the disk of this host or on one of `diskMb` MB. */
  static async start(diskMb: number | null = null): Promise<DockerServer> {
    const server = new DockerServer();
    if (diskMb !== null) mountDisk(join(server.#directory, 'data'), diskMb);
    await server.start();
    return server;
  }

  /** Starts it, or starts it again after `halt`. Resolves when it answers. */
  async start(): Promise<void> {
    const at = (name: string): string => join(this.#directory, name);
    const words = [
      ['-H', this.host, '--data-root', at('data'), '--exec-root', at('exec'), '--pidfile', at('pid')],
      ['--bridge', 'none', '--iptables=false', '--ip6tables=false', '--ip-masq=false', '--ip-forward=false'],
      ['--default-address-pool', `base=${this.#addresses},size=26`],
    ].flat();
    // A file, since a pipe that nobody reads while a caller waits for the engine stops the engine.
    const log = openSync(at('log'), 'w');
    const child = spawn(this.#dockerd, words, {
      stdio: ['ignore', 'ignore', log],
      env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
    });
    this.#process = child;
    closeSync(log);
    while (this.#call(['version']).status !== 0) {
      if (child.exitCode !== null) {
        const said = readFileSync(at('log'), 'utf8').slice(-4000);
        throw new Error(`dockerd ended with ${child.exitCode}:\n${said}`);
      }
      await sleep(100);
    }
  }

  /** Ends it and its containers, as a shutdown of the host does. */
  async halt(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null) return;
    const isClosed = once(child, 'close');
    child.kill('SIGTERM');
    await isClosed;
  }

  /** The id of its process. */
  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** Kills it with SIGKILL, or takes note that somebody has. `start` starts it again. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null) return;
    if (child.signalCode === null) {
      const hasEnded = once(child, 'exit');
      child.kill('SIGKILL');
      await hasEnded;
    }
    // Its containerd ends with it, and stays a zombie where nothing reaps it: to the next engine that looks alive.
    rmSync(join(this.#directory, 'exec/containerd/containerd.pid'), { force: true });
    // An engine mounts its folder onto itself, and only one that ends by itself takes that back.
    spawnSync('umount', ['-l', join(this.#directory, 'data')]);
  }

  async stop(): Promise<void> {
    if (this.#process?.exitCode === null) {
      // A container or a network that is left leaves a process or an interface behind.
      this.clear();
      await this.halt();
    }
    spawnSync('umount', ['-l', join(this.#directory, 'data')]);
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** Removes all containers, networks and volumes. */
  clear(): void {
    for (const name of this.names('container')) this.docker('rm', '-f', name);
    this.docker('network', 'prune', '-f');
    for (const name of this.names('volume')) this.docker('volume', 'rm', name);
  }

  /** Runs `docker ...words` on this engine. */
  docker(...words: readonly string[]): string {
    const { status, stdout, stderr } = this.#call(words);
    if (status !== 0) throw new Error(`docker ${words.join(' ')}: ${stderr}`);
    return stdout.trim();
  }

  /** The names of what the engine holds, sorted. */
  names(what: 'container' | 'network' | 'volume'): readonly string[] {
    const words = {
      container: ['ps', '-a', '--format', '{{.Names}}'],
      network: ['network', 'ls', '--filter', 'type=custom', '--format', '{{.Name}}'],
      volume: ['volume', 'ls', '--format', '{{.Name}}'],
    }[what];
    return this.docker(...words)
      .split('\n')
      .filter(Boolean)
      .sort();
  }

  /** Makes an image of one program, busybox, with the files given and a command. */
  makeImage(
    tag: string,
    command: readonly string[],
    files: Readonly<Record<string, string>> = {},
    settings: readonly string[] = [],
  ): void {
    const busybox = foundProgram('busybox', 'apt-get install -y --no-install-recommends busybox-static');
    const root = mkdtempSync(join(this.#directory, 'image-'));
    const shell = (script: string): void => {
      const { status, stderr } = spawnSync('/bin/sh', ['-ec', script], { cwd: root, encoding: 'utf8' });
      if (status !== 0) throw new Error(`${script}: ${stderr}`);
    };
    shell(`mkdir -p bin www var/lib && cp ${busybox} bin/busybox && ln -s busybox bin/sh`);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
    writeFileSync(
      join(root, 'Dockerfile'),
      // It is the first process of its container, and ignores SIGTERM.
      `FROM scratch\nCOPY . /\nSTOPSIGNAL SIGKILL\n${settings.join('\n')}\nCMD ${JSON.stringify(command)}\n`,
    );
    this.docker('build', '-q', '-t', tag, root);
    rmSync(root, { recursive: true });
  }

  #call(words: readonly string[]) {
    return spawnSync(this.#docker, ['-H', this.host, ...words], {
      encoding: 'utf8',
      // The older builder is in every engine.
      env: { PATH: process.env['PATH'] ?? '', HOME: this.#directory, DOCKER_BUILDKIT: '0' },
    });
  }
}

/** The command of an image that answers HTTP on 8080 with the files of `/www`. */
export const SERVES = ['/bin/busybox', 'httpd', '-f', '-v', '-p', '8080', '-h', '/www'];
