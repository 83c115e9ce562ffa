import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { PROGRAM } from '../../helix';
import type { Run } from '../../helix';

/** A user id that no passwd file knows. */
export const NOBODY_KNOWN = 12345;

const TOML = `[project]
name = "bare"

[helix_cloud]
endpoint = "embedded"

[cloud.a.helix]
cluster_id = "bare-a"
size = "small"
`;
const ROOT = dirname(dirname(PROGRAM));

/** A host without anything that Helix might take for granted: an installed program, a project, and no more. */
export class BareHost {
  readonly #base = mkdtempSync(join(tmpdir(), 'helix-bare-'));
  readonly directory = join(this.#base, 'project');
  /** A home that belongs to another user, and that nobody else may enter. */
  readonly foreignHome = join(this.#base, 'foreign');
  readonly #program = join(this.#base, 'program', 'dist', 'helix.js');
  readonly #uid: number | undefined;

  /** `uid` runs the program, which takes root; undefined: this user. */
  constructor(uid?: number) {
    this.#uid = uid;
    chmodSync(this.#base, 0o755);
    for (const folder of ['dist', 'docs', 'prices', 'schemas', 'package.json']) {
      cpSync(join(ROOT, folder), join(this.#base, 'program', folder), { recursive: true });
    }
    mkdirSync(this.directory);
    writeFileSync(join(this.directory, 'helix.toml'), TOML);
    mkdirSync(this.foreignHome, { mode: 0o700 });
    if (uid !== undefined) chownSync(this.directory, uid, uid);
  }

  /** Makes the project read-only to whoever runs the program: it belongs to root then. */
  makeReadOnly(): void {
    chownSync(this.directory, 0, 0);
    chmodSync(this.directory, 0o555);
  }

  /** Runs the program with this environment and no other variable. */
  async run(env: Readonly<Record<string, string>>, ...words: string[]): Promise<Run> {
    const child = spawn(process.execPath, [this.#program, ...words], {
      cwd: this.directory,
      env,
      ...(this.#uid === undefined ? {} : { uid: this.#uid, gid: this.#uid }),
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end('hx_key\n');
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number | null]>,
    ]);
    return { code: code ?? -1, stdout, stderr };
  }

  remove(): void {
    rmSync(this.#base, { recursive: true, force: true });
  }
}
