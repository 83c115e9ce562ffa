import { rmSync } from 'node:fs';
import { chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errnoOf } from '../../host/errno';
import type { JsonObject } from '../../../values/json';
import { LARGEST } from '../../../values/sizes';
import { readTextAtMost } from '../../host/read-at-most';

const STATE = 'terraform.tfstate';
const BEFORE = 'state.before';
/** Terraform leaves its state here when it could not write it where it belongs. */
const ERRORED = 'errored.tfstate';
/** The journal entry whose run this is. */
const OWNER = 'helix.entry';
const LOCK_FILE = '.terraform.lock.hcl';

/** Where one stack is worked on. What lies in it can be lost: the blocks and the state are on record elsewhere. */
export class WorkDirectory {
  readonly path: string;
  /** What Terraform itself keeps: links to providers, above all. */
  readonly data: string;

  constructor(path: string, data: string = join(path, '.terraform')) {
    this.path = path;
    this.data = data;
  }

  /** A directory for a look at the same stack, with the same providers. */
  beside(name: string): WorkDirectory {
    return new WorkDirectory(join(dirname(this.path), `${name}-${basename(this.path)}`), this.data);
  }

  /** Removes what was left beside it, of that name, more than an hour ago: by a Helix that could not. */
  async tidy(name: string): Promise<void> {
    const parent = dirname(this.path);
    for (const entry of await readdir(parent).catch(() => [])) {
      if (!entry.startsWith(name)) continue;
      const path = join(parent, entry);
      const since = Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? Date.now());
      if (since > 3_600_000) await rm(path, { force: true, recursive: true });
    }
  }

  /** Writes what Terraform works from. `state` null: there is none. */
  async write(stack: { text: string; variables: JsonObject; state: string | null }): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    await chmod(this.path, 0o700);
    await this.#put('main.tf.json', stack.text);
    await this.#put('helix.auto.tfvars.json', `${JSON.stringify(stack.variables, null, 2)}\n`);
    await this.writeState(stack.state);
  }

  /** Makes `text` the state that Terraform sees, and the only one. */
  async writeState(text: string | null): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    await rm(join(this.path, ERRORED), { force: true });
    await rm(join(this.path, `${STATE}.backup`), { force: true });
    if (text === null) await rm(join(this.path, STATE), { force: true });
    else await this.#put(STATE, text);
  }

  state(): Promise<string | null> {
    return this.#get(STATE);
  }

  /** All states that a run may have left, the likeliest first. */
  states(): Promise<(string | null)[]> {
    return Promise.all([STATE, ERRORED, BEFORE].map((file) => this.#get(file)));
  }

  /** Whose run the states here come from: those that an older one has left say nothing. */
  async belongsTo(owner: string): Promise<boolean> {
    return (await this.#get(OWNER)) === owner;
  }

  /** From now on what happens here is this run's. */
  async begin(owner: string): Promise<void> {
    const text = await this.#get(STATE);
    if (text === null) await rm(join(this.path, BEFORE), { force: true });
    else await this.#put(BEFORE, text);
    await this.#put(OWNER, owner);
  }

  /** The lock file of providers, which is the project's. */
  lockFile(): Promise<string | null> {
    return this.#get(LOCK_FILE);
  }

  async writeLockFile(text: string): Promise<void> {
    await this.#put(LOCK_FILE, text);
  }

  /** Takes a file from another directory. */
  async take(from: WorkDirectory, file: string): Promise<void> {
    await rename(join(from.path, file), join(this.path, file));
  }

  /** A plan may hold what nobody should read later. */
  async removePlan(file: string): Promise<void> {
    await rm(join(this.path, file), { force: true });
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true, recursive: true });
  }

  /** Removes it at once: the program is ending. */
  removeNow(): void {
    rmSync(this.path, { force: true, recursive: true });
  }

  async #get(file: string): Promise<string | null> {
    try {
      return await readTextAtMost(join(this.path, file), LARGEST.record);
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return null;
      throw error;
    }
  }

  async #put(file: string, text: string): Promise<void> {
    const handle = await open(join(this.path, file), 'w', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
