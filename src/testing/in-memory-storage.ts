import { decodeHead, encodeHead } from '../adapters/state/shared/head';
import type { Head } from '../adapters/state/shared/head';
import type { SharedStorage, StoredHead } from '../adapters/state/shared/storage';

/** The shared part of several `InMemoryStorage`s: the objects of one workspace, in a storage with conditional writes. */
export class InMemoryObjects {
  head: { readonly text: string; readonly version: string } | null = null;
  writes = 0;
  readonly bodies = new Map<string, Uint8Array>();
  readonly slots = new Map<string, Uint8Array>();
}

/** Called before and after each call of the storage. An error that it throws ends the call. */
export type BeforeAndAfter = (call: keyof SharedStorage, when: 'before' | 'after') => void | Promise<void>;

/**
 * A SharedStorage in memory: one process's way to what it shares with others. `around` is told of each call before and after
 * it is made: throwing before it plays a request that never arrived, throwing after it an answer that was lost.
 */
export class InMemoryStorage implements SharedStorage {
  readonly place = 'memory:';
  readonly #objects: InMemoryObjects;
  readonly #around: BeforeAndAfter;

  constructor(objects: InMemoryObjects, around: BeforeAndAfter = () => undefined) {
    this.#objects = objects;
    this.#around = around;
  }

  prove(): Promise<void> {
    return this.#call('prove', () => undefined);
  }

  readHead(): Promise<StoredHead | null> {
    return this.#call('readHead', ({ head }) =>
      head === null ? null : { head: decodeHead(head.text, 'head'), version: head.version },
    );
  }

  writeHead(head: Head, over: StoredHead | null): Promise<StoredHead | undefined> {
    return this.#call('writeHead', (objects) => {
      if ((objects.head?.version ?? null) !== (over?.version ?? null)) return undefined;
      objects.writes += 1;
      const version = String(objects.writes);
      objects.head = { text: encodeHead(head), version };
      return { head, version };
    });
  }

  writeBody(name: string, bytes: Uint8Array): Promise<void> {
    return this.#call('writeBody', ({ bodies }) => void bodies.set(name, bytes));
  }

  readBody(name: string): Promise<Uint8Array | undefined> {
    return this.#call('readBody', ({ bodies }) => bodies.get(name));
  }

  listBodies(): Promise<readonly string[]> {
    return this.#call('listBodies', ({ bodies }) => [...bodies.keys()]);
  }

  removeBodies(names: readonly string[]): Promise<void> {
    return this.#call('removeBodies', ({ bodies }) => {
      for (const name of names) bodies.delete(name);
    });
  }

  fillSlot(journal: string, slot: number, bytes: Uint8Array): Promise<boolean> {
    return this.#call('fillSlot', ({ slots }) => {
      const isFree = !slots.has(`${journal}/${slot}`);
      if (isFree) slots.set(`${journal}/${slot}`, bytes);
      return isFree;
    });
  }

  readSlots(journal: string, after: number, expected: number): Promise<readonly Uint8Array[]> {
    return this.#call('readSlots', ({ slots }) => {
      const run: Uint8Array[] = [];
      for (let slot = after + 1; run.length < expected; slot += 1) {
        const bytes = slots.get(`${journal}/${slot}`);
        if (bytes === undefined) break;
        run.push(bytes);
      }
      return run;
    });
  }

  removeSlots(journal: string, after: number, upTo: number): Promise<void> {
    return this.#call('removeSlots', ({ slots }) => {
      for (let slot = after + 1; slot <= upTo; slot += 1) slots.delete(`${journal}/${slot}`);
    });
  }

  async #call<Result>(
    name: keyof SharedStorage,
    make: (objects: InMemoryObjects) => Result,
  ): Promise<Result> {
    await this.#around(name, 'before');
    const result = make(this.#objects);
    await this.#around(name, 'after');
    return result;
  }
}
