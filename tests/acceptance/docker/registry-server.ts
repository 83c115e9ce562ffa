import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { foundProgram } from '../backends/found-program';
import { freePort } from '../backends/free-port';
import { mountDisk } from './docker-server';

/** The one user of a registry that asks for a password. */
export const USER = 'ada';
export const PASSWORD = 'planted-password';
/** The user of those whose password is a token. */
const TOKEN_USER = 'x';
/** The same password by bcrypt, the only kind of hash that the registry reads. */
const HASHED = '$2b$04$SWB6J6ACwhIHE9lRsznEFuNmCY5lzr.y.p0dYLhWfCLJ2mPHgQa8q';

/** The user and the password, hashed in the same way, of the tokens that moto gives for ECR. */
const OF_MOTO = 'AWS:$2b$04$SWB6J6ACwhIHE9lRsznEFuIugwzNKCuziAqnNdee6cID6FkjVk3bC';

/** A registry of its own on loopback. One that is closed asks for the password. */
export class RegistryServer {
  readonly host: string;
  readonly #directory: string;
  #process: ChildProcess;

  private constructor(host: string, directory: string, process: ChildProcess) {
    this.host = host;
    this.#directory = directory;
    this.#process = process;
  }

  /** Takes all that is left of its disk, or gives it back. */
  fill(isFull: boolean): void {
    const file = join(this.#directory, 'data', 'filler');
    if (isFull) spawnSync('dd', ['if=/dev/zero', `of=${file}`, 'bs=64k']);
    else rmSync(file);
  }

  /** The id of its process. */
  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Starts one, on the disk of this host or on one of `diskMb` MB. */
  static async start(access: 'open' | 'closed', diskMb: number | null = null): Promise<RegistryServer> {
    const directory = mkdtempSync(join(tmpdir(), 'helix-registry-'));
    if (diskMb !== null) mountDisk(join(directory, 'data'), diskMb);
    const host = `127.0.0.1:${await freePort()}`;
    const lines = [
      'version: 0.1',
      'log: { level: error }',
      `storage: { filesystem: { rootdirectory: ${join(directory, 'data')} }, delete: { enabled: true } }`,
      `http: { addr: '${host}' }`,
    ];
    if (access === 'closed') {
      const file = join(directory, 'passwords');
      writeFileSync(file, [USER, TOKEN_USER].map((name) => `${name}:${HASHED}\n`).join('') + `${OF_MOTO}\n`);
      lines.push(`auth: { htpasswd: { realm: test, path: ${file} } }`);
    }
    writeFileSync(join(directory, 'config.yml'), `${lines.join('\n')}\n`);
    return new RegistryServer(host, directory, await serve(host, directory));
  }

  /** Waits until its process has ended, and starts it again with what it has stored. */
  async startAgain(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null)
      await once(this.#process, 'close');
    this.#process = await serve(this.host, this.#directory);
  }

  async stop(): Promise<void> {
    const isClosed = once(this.#process, 'close');
    this.#process.kill('SIGKILL');
    await isClosed;
    spawnSync('umount', ['-l', join(this.#directory, 'data')]);
    rmSync(this.#directory, { recursive: true });
  }
}

/** Starts a registry that is configured. Resolves when it answers. */
async function serve(host: string, directory: string): Promise<ChildProcess> {
  const how = 'apt-get install -y --no-install-recommends docker-registry';
  const words = ['serve', join(directory, 'config.yml')];
  const child = spawn(foundProgram('docker-registry', how), words, { stdio: 'ignore' });
  for (;;) {
    if (child.exitCode !== null) throw new Error(`docker-registry ended with ${child.exitCode}`);
    if ((await fetch(`http://${host}/v2/`).catch(() => null)) !== null) return child;
    await sleep(50);
  }
}
