import type { SharedStateOptions } from '../shared/options';
import { decodeHead, encodeHead, REMOVED_BYTES } from '../shared/head';
import type { Head } from '../shared/head';
import { retryUnavailable } from '../shared/retries';
import type { SharedStorage, StoredHead } from '../shared/storage';
import { Bucket } from './bucket';
import { headsPrefix, WorkspaceKeys, workspaceOf } from './keys';
import type { S3Location } from './location';
import { proveConditions } from './prove-conditions';

/** The number of objects that are read at once. */
const AT_ONCE = 16;

/** The conditional calls of a shared storage, as requests: `If-None-Match: *` creates a slot or the first head, `If-Match` replaces a head. */
export class S3Storage implements SharedStorage {
  readonly place: string;
  readonly #bucket: Bucket;
  readonly #keys: WorkspaceKeys;
  readonly #uuid: () => string;

  constructor(where: S3Location & Pick<SharedStateOptions, 'project' | 'workspace' | 'random'>) {
    this.#bucket = new Bucket(where);
    this.#keys = new WorkspaceKeys(where, where.project, where.workspace);
    this.#uuid = () => where.random.uuid();
    this.place = this.#bucket.place;
  }

  prove(): Promise<void> {
    return proveConditions(this.#bucket, `${this.#keys.probe}${this.#uuid()}`);
  }

  async readHead(): Promise<StoredHead | null> {
    const found = await this.#bucket.get(this.#keys.head);
    if (found === undefined) return null;
    const head = decodeHead(Buffer.from(found.bytes).toString('utf8'), this.#bucket.urlOf(this.#keys.head));
    return { head, version: found.etag };
  }

  async writeHead(head: Head, over: StoredHead | null): Promise<StoredHead | undefined> {
    const condition = over === null ? ('absent' as const) : { etag: over.version };
    const etag = await this.#bucket.put(this.#keys.head, Buffer.from(encodeHead(head)), condition);
    return etag === undefined ? undefined : { head, version: etag };
  }

  async writeBody(name: string, bytes: Uint8Array): Promise<void> {
    await this.#bucket.put(this.#keys.body(name), bytes, null);
  }

  async readBody(name: string): Promise<Uint8Array | undefined> {
    return (await this.#bucket.get(this.#keys.body(name)))?.bytes;
  }

  async listBodies(): Promise<readonly string[]> {
    const found = await this.#bucket.list(this.#keys.bodies);
    return found.map(({ key }) => key.slice(this.#keys.bodies.length));
  }

  removeBodies(names: readonly string[]): Promise<void> {
    return this.#bucket.remove(names.map((name) => this.#keys.body(name)));
  }

  async fillSlot(journal: string, slot: number, bytes: Uint8Array): Promise<boolean> {
    return (await this.#bucket.put(this.#keys.slot(journal, slot), bytes, 'absent')) !== undefined;
  }

  async readSlots(journal: string, after: number, expected: number): Promise<readonly Uint8Array[]> {
    const width = Math.max(1, Math.min(expected, AT_ONCE));
    const found = await Promise.all(
      Array.from({ length: width }, (_, n) => this.#bucket.get(this.#keys.slot(journal, after + 1 + n))),
    );
    const gap = found.indexOf(undefined);
    return found.slice(0, gap < 0 ? width : gap).flatMap((object) => object?.bytes ?? []);
  }

  removeSlots(journal: string, after: number, upTo: number): Promise<void> {
    const slots = Array.from({ length: upTo - after }, (_, n) => this.#keys.slot(journal, after + 1 + n));
    return this.#bucket.remove(slots);
  }
}

/** Lists the workspaces of a project that store anything or are locked, in alphabetical order. */
export async function listWorkspaces(
  where: S3Location & Pick<SharedStateOptions, 'project' | 'clock'>,
): Promise<string[]> {
  const bucket = new Bucket(where);
  const retry = retryUnavailable(bucket.place, where.clock);
  const heads = await retry(() => bucket.list(headsPrefix(where, where.project)));
  return heads
    .filter(({ size }) => size > REMOVED_BYTES)
    .map(({ key }) => workspaceOf(key))
    .sort();
}
