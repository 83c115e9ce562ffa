import { rmSync } from 'node:fs';
import { chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errnoOf } from '../../host/errno';
import type { JsonObject } from '../../../values/json';
import { LARGEST } from '../../../values/sizes';
import { readTextAtMost } from '../../host/read-at-most';

const STATE = 'terraform.tfstate';
/** The state before the run that owns the directory. */
const BEFORE = 'state.before';
/** Terraform writes its state here when it cannot write it where it belongs. */
const ERRORED = 'errored.tfstate';
/** The journal entry that owns the directory. */
const OWNER = 'helix.entry';
const LOCK_FILE = '.terraform.lock.hcl';

/** The directory in which Terraform works on a stack. It may get lost: the blocks and the state are recorded elsewhere. */
export class WorkDirectory {
  readonly path: string;
  /** Terraform's own directory: links to providers, above all. */
  readonly data: string;

  constructor(path: string, data: string = join(path, '.terraform')) {
    this.path = path;
    this.data = data;
  }

  /** Another directory for the same stack, with the same providers. */
  sibling(name: string): WorkDirectory {
    return new WorkDirectory(join(dirname(this.path), `${name}-${basename(this.path)}`), this.data);
  }

  /** Removes siblings of that name that are older than an hour: a killed Helix left them. */
  async removeStale(name: string): Promise<void> {
    const parent = dirname(this.path);
    for (const entry of await readdir(parent).catch(() => [])) {
      if (!entry.startsWith(name)) continue;
      const path = join(parent, entry);
      const since = Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? Date.now());
      if (since > 3_600_000) await rm(path, { force: true, recursive: true });
    }
  }

  /** Writes the files that Terraform works from. `state` null: no state. */
  async write(stack: { text: string; variables: JsonObject; state: string | null }): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    await chmod(this.path, 0o700);
    await this.#put('main.tf.json', stack.text);
    await this.#put('helix.auto.tfvars.json', `${JSON.stringify(stack.variables, null, 2)}\n`);
    await this.writeState(stack.state);
  }

  /** Makes `text` the only state that Terraform sees. */
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

  /** All states that a run may have left, the most likely first. */
  states(): Promise<(string | null)[]> {
    return Promise.all([STATE, ERRORED, BEFORE].map((file) => this.#get(file)));
  }

  /** Whether the states here come from the run of this journal entry. */
  async isOwnedBy(owner: string): Promise<boolean> {
    return (await this.#get(OWNER)) === owner;
  }

  /** Marks the states that follow as those of this run, and keeps the one before it. */
  async markOwned(owner: string): Promise<void> {
    const text = await this.#get(STATE);
    if (text === null) await rm(join(this.path, BEFORE), { force: true });
    else await this.#put(BEFORE, text);
    await this.#put(OWNER, owner);
  }

  /** The lock file of providers, a copy of the project's. */
  lockFile(): Promise<string | null> {
    return this.#get(LOCK_FILE);
  }

  async writeLockFile(text: string): Promise<void> {
    await this.#put(LOCK_FILE, text);
  }

  /** Moves a file here from another directory. */
  async moveFrom(from: WorkDirectory, file: string): Promise<void> {
    await rename(join(from.path, file), join(this.path, file));
  }

  /** Removes a plan, because it may hold secrets. */
  async removePlan(file: string): Promise<void> {
    await rm(join(this.path, file), { force: true });
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true, recursive: true });
  }

  /** Removes the directory while the process exits. */
  removeSync(): void {
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
