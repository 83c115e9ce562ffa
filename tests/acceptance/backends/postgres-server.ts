import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  copyFileSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { foundProgram } from './found-program';
import { freePort } from './free-port';

const DEBIAN = ['18', '17', '16', '15', '14'].map((version) => `/usr/lib/postgresql/${version}/bin`);

/** A PostgreSQL of its own: a fresh cluster in a temporary directory, on loopback, with a password. */
export class PostgresServer {
  readonly url: string;
  readonly port: number;
  readonly #bin: string;
  readonly #directory: string;
  #process: ChildProcess | undefined;

  readonly #isTls: boolean;

  private constructor(bin: string, directory: string, port: number, isTls: boolean) {
    this.#isTls = isTls;
    this.#bin = bin;
    this.#directory = directory;
    this.port = port;
    this.url = `postgres://helix:secret@127.0.0.1:${port}/postgres`;
  }

  /** `tls`: files in PEM; then whoever does not encrypt is not let in. */
  static async start(tls?: { readonly cert: string; readonly key: string }): Promise<PostgresServer> {
    const how = 'apt-get install -y --no-install-recommends postgresql';
    const bin = dirname(foundProgram('initdb', how, DEBIAN));
    const directory = mkdtempSync(join(tmpdir(), 'helix-postgres-'));
    const password = join(directory, 'password');
    writeFileSync(password, 'secret\n');
    for (const path of [directory, password]) {
      if (user !== undefined) chownSync(path, user.uid, user.gid);
    }
    const words = ['-D', join(directory, 'data'), '-U', 'helix', '-A', 'scram-sha-256', '--no-sync'];
    const made = spawnSync(join(bin, 'initdb'), [...words, `--pwfile=${password}`], {
      ...user,
      cwd: directory,
      encoding: 'utf8',
    });
    if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
    if (tls !== undefined) onlyTls(join(directory, 'data'), tls);
    const server = new PostgresServer(bin, directory, await freePort(), tls !== undefined);
    await server.start();
    return server;
  }

  /** Starts it again after `halt`. Resolves when it takes connections. */
  async start(): Promise<void> {
    const words = ['-D', join(this.#directory, 'data'), '-p', String(this.port), '-h', '127.0.0.1', '-k', ''];
    const server = spawn(join(this.#bin, 'postgres'), words, {
      ...user,
      cwd: this.#directory,
      stdio: 'ignore',
    });
    this.#process = server;
    for (;;) {
      const ssl = this.#isTls && { rejectUnauthorized: false };
      const client = new Client({ connectionString: this.url, ssl });
      try {
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        if (server.exitCode !== null) throw error;
        await sleep(100);
      }
    }
  }

  /** Ends it: `fast` breaks all connections, `immediate` is a crash. */
  async halt(how: 'fast' | 'immediate' = 'fast'): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null) return;
    const isClosed = once(child, 'close');
    child.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await isClosed;
  }

  async stop(): Promise<void> {
    await this.halt('immediate');
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

function onlyTls(data: string, tls: { readonly cert: string; readonly key: string }): void {
  for (const [from, to] of [
    [tls.cert, join(data, 'server.crt')],
    [tls.key, join(data, 'server.key')],
  ] as const) {
    copyFileSync(from, to);
    chmodSync(to, 0o600);
    if (user !== undefined) chownSync(to, user.uid, user.gid);
  }
  appendFileSync(join(data, 'postgresql.conf'), 'ssl = on\n');
  writeFileSync(join(data, 'pg_hba.conf'), 'hostssl all all all scram-sha-256\n');
}

// It refuses to run as root.
const user = process.getuid?.() === 0 ? postgresUser() : undefined;

function postgresUser(): { readonly uid: number; readonly gid: number } {
  const id = (flag: string): number =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}
