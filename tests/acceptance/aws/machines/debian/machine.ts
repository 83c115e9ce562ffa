import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { foundProgram } from '../../../backends/found-program';
import { motoCommand } from '../../moto';

/** Only what hangs takes that long. */
const HANG_MS = 1_200_000;

/** The result of a command on the machine. */
interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A Debian with systemd, cloud-init and apt, but no container runtime, in namespaces of its own: its disk is a
 * copy-on-write view of this system's, its network has loopback, the metadata service and moto alone. Needs root.
 */
export class DebianMachine {
  /** Holds `blobs/`, which its registry serves, and `metadata/`, which its metadata service does. */
  readonly directory = mkdtempSync(join(tmpdir(), 'helix-machine-'));
  readonly blobs = join(this.directory, 'blobs');
  #process: ChildProcess | undefined;
  #said = '';

  constructor() {
    for (const name of ['root', 'blobs', 'metadata']) mkdirSync(join(this.directory, name));
    writeFileSync(join(this.directory, 'moto'), JSON.stringify(motoCommand()));
    writeFileSync(join(this.directory, 'meta-data'), `instance-id: ${basename(this.directory)}\n`);
  }

  /** Sets the answer to `/latest/meta-data/PATH`; null: not found. */
  metadata(path: string, content: string | null): void {
    const file = join(this.directory, 'metadata', path.replaceAll('/', '_'));
    if (content === null) rmSync(file, { force: true });
    else writeFileSync(file, content);
  }

  /** Whether its registry answers. */
  registry(isThere: boolean): void {
    if (isThere) rmSync(join(this.directory, 'away'), { force: true });
    else writeFileSync(join(this.directory, 'away'), '');
  }

  /** Switches the network on: the services around the machine, and the machine with this user data. */
  start(userData: string): void {
    writeFileSync(join(this.directory, 'user-data'), userData);
    const aws = foundProgram('aws', 'pip install awscli');
    this.#process = spawn(
      'bash',
      [
        join(__dirname, 'machine.sh'),
        join(this.directory, 'root'),
        this.directory,
        join(__dirname, 'services.cjs'),
        basename(this.directory),
      ],
      { stdio: ['pipe', 'ignore', 'pipe'], env: { ...process.env, AWS_PROGRAM: aws } },
    );
    this.#process.stderr?.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
  }

  /** Runs a command on it, as root. */
  run(...words: readonly string[]): Answer {
    const init = this.#init();
    if (init === undefined) return { code: null, stdout: '', stderr: `it has not booted: ${this.#said}` };
    const inside = [
      '-t',
      String(init),
      '--all',
      '--root',
      '--wd',
      'env',
      '-i',
      'PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ];
    const { status, stdout, stderr } = spawnSync('nsenter', [...inside, ...words], { encoding: 'utf8' });
    return { code: status, stdout, stderr };
  }

  /** Waits until a command on it ends well, and answers what it said. */
  async waitUntil(...words: readonly string[]): Promise<string> {
    const end = performance.now() + HANG_MS;
    for (;;) {
      const { code, stdout, stderr } = this.run(...words);
      if (code === 0) return stdout;
      if (performance.now() > end) {
        const journal = this.run('journalctl', '--no-pager', '-n', '60').stdout;
        throw new Error(`${words.join(' ')}: ${String(code)} ${stdout}${stderr}\n${journal}`);
      }
      await sleep(200);
    }
  }

  /** Which boot this is: another one after each reboot; undefined between two. */
  boot(): number | undefined {
    return this.#init();
  }

  async remove(): Promise<void> {
    if (this.#process !== undefined && this.#process.exitCode === null) {
      const isClosed = once(this.#process, 'close');
      this.#process.stdin?.end();
      await isClosed;
    }
    removeGroups(basename(this.directory));
    rmSync(this.directory, { recursive: true });
  }

  #init(): number | undefined {
    const descend = (pid: number): number | undefined => {
      if (readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'systemd') return pid;
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
      for (const child of children === '' ? [] : children.split(' ')) {
        const found = descend(Number(child));
        if (found !== undefined) return found;
      }
      return undefined;
    };
    try {
      return this.#process?.pid === undefined ? undefined : descend(this.#process.pid);
    } catch {
      // One of them has just ended.
      return undefined;
    }
  }
}

/** Control groups outlast the processes in them. */
function removeGroups(name: string): void {
  const found = spawnSync('find', ['/sys/fs/cgroup', '-depth', '-type', 'd', '-path', `*/${name}*`], {
    encoding: 'utf8',
  });
  for (const directory of found.stdout.split('\n')) {
    if (directory !== '' && existsSync(directory)) rmdirSync(directory);
  }
}
