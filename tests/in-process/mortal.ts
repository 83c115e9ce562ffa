import { join } from 'node:path';
import { tooLarge } from '../../src/adapters/host/read-at-most';
import { decodeUtf8 } from '../../src/adapters/host/read-errors';
import type { Ports } from '../../src/ports/ports';
import type { Lease, StateStore } from '../../src/ports/state-store';
import type { InMemoryProjectFiles } from '../../src/testing/in-memory-project-files';
import type { InMemoryStateStore } from '../../src/testing/in-memory-state-store';
import { LARGEST } from '../../src/values/sizes';

/** The life of one run: it is killed at its step `at`, and does nothing more after it. */
export class Life {
  readonly #at: number;
  readonly end: Promise<void>;
  #steps = 0;
  #isOver = false;
  #die: () => void = () => undefined;

  constructor(at: number) {
    this.#at = at;
    this.end = new Promise((resolve) => (this.#die = resolve));
  }

  /** Does something as long as it lives. */
  whileAlive<T>(act: () => Promise<T>): Promise<T> {
    return this.#isOver ? new Promise(() => undefined) : act();
  }

  /** Changes something that outlives it. Death comes before or after the change. */
  async makeChange<T>(act: () => Promise<T>): Promise<T> {
    await this.whileAlive(() => this.#step());
    const result = await act();
    await this.#step();
    return result;
  }

  /** Sends a request. After death it fails at once, so that nothing is left waiting. */
  async ask<T>(act: () => Promise<T>): Promise<T> {
    if (!this.#isOver) void this.#step();
    if (this.#isOver) throw new TypeError('the process is dead');
    const result = await act();
    void this.#step();
    return result;
  }

  #step(): Promise<void> {
    this.#steps += 1;
    if (this.#steps >= this.#at && !this.#isOver) {
      this.#isOver = true;
      this.#die();
    }
    return this.whileAlive(() => Promise.resolve());
  }
}

/** Files of a project that a run can change as long as it lives. */
export function mortalFiles(
  files: InMemoryProjectFiles,
  bytes: Map<string, Uint8Array>,
  life: Life,
): Ports['files'] {
  return {
    find: (start) => files.find(start),
    readKind: (path) => files.readKind(path),
    readOwner: (directory) => files.readOwner(directory),
    readText: async (root, file, largest = LARGEST.text) => {
      const path = join(root, file);
      const content = bytes.get(path);
      if (content === undefined) return files.readText(root, file, largest);
      if (content.length > largest) throw tooLarge(path, largest);
      return decodeUtf8(content, path);
    },
    writeText: (root, file, text) =>
      life.makeChange(() => {
        bytes.delete(join(root, file));
        return files.writeText(root, file, text);
      }),
    readHxFiles: (root, directory) => files.readHxFiles(root, directory),
    readBuildContext: (root, place) => files.readBuildContext(root, place),
    packFiles: (texts, folder) => files.packFiles(texts, folder),
    packBuildContext: (root, place) => files.packBuildContext(root, place),
    leaveOutOfContexts: (root, paths) => life.makeChange(() => files.leaveOutOfContexts(root, paths)),
    readGitCommit: () => files.readGitCommit(),
    readCommitTime: () => files.readCommitTime(),
    readSourceUrl: () => files.readSourceUrl(),
  };
}

/** A store of the state that a run can change as long as it lives. */
export function mortalStore(store: InMemoryStateStore, life: Life): StateStore {
  return {
    read: () => store.read(),
    readOlder: () => store.readOlder(),
    readHolder: () => store.readHolder(),
    unlock: () => store.unlock(),
    lock: (request) => life.makeChange(async () => mortalLease(await store.lock(request), life)),
  };
}

function mortalLease(lease: Lease, life: Life): Lease {
  return {
    token: lease.token,
    state: () => lease.state(),
    assertHeld: () => lease.assertHeld(),
    append: (entry) => life.makeChange(() => lease.append(entry)),
    commit: (state) => life.makeChange(() => lease.commit(state)),
    remove: () => life.makeChange(() => lease.remove()),
    release: () => life.makeChange(() => lease.release()),
  };
}
