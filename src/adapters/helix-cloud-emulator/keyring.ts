import { createHash } from 'node:crypto';

/** An API key as it is stored: its hash, never the key. */
export interface KeyRecord {
  readonly id: string;
  readonly name: string;
  /** SHA-256 of the key, hexadecimal. */
  readonly hash: string;
  readonly prefix: string;
  readonly scope: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  /** The time that its successors live as well, in milliseconds; null: no end. */
  readonly lifeMs: number | null;
  /** Whether a successor has been created. */
  readonly rotated: boolean;
}

/** The request that a key was made for, so that its repetition makes none. */
export interface KeyRequest {
  /** The operation and its Idempotency-Key. */
  readonly key: string;
  /** Digest of the request. */
  readonly request: string;
  readonly keyId: string;
}

/** The part of a log entry that is about keys. */
export interface KeyEntry {
  readonly time: string;
  readonly apiKeys?: readonly KeyRecord[];
  readonly keyRequest?: KeyRequest;
}

const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** All API keys in memory; the fold of the log's entries. */
export class Keyring {
  readonly #byId = new Map<string, KeyRecord>();
  readonly #byHash = new Map<string, string>();
  readonly #requests = new Map<string, KeyRequest & { readonly time: string }>();

  apply({ time, apiKeys, keyRequest }: KeyEntry): void {
    for (const record of apiKeys ?? []) {
      const before = this.#byId.get(record.id);
      if (before !== undefined) this.#byHash.delete(before.hash);
      this.#byId.set(record.id, record);
      this.#byHash.set(record.hash, record.id);
    }
    if (keyRequest !== undefined) this.#requests.set(keyRequest.key, { ...keyRequest, time });
  }

  clear(): void {
    this.#byId.clear();
    this.#byHash.clear();
    this.#requests.clear();
  }

  byId(id: string): KeyRecord | undefined {
    return this.#byId.get(id);
  }

  byHash(hash: string): KeyRecord | undefined {
    return this.#byId.get(this.#byHash.get(hash) ?? '');
  }

  request(key: string): KeyRequest | undefined {
    return this.#requests.get(key);
  }

  /** Returns the keys, oldest first, without those that ended more than 30 days ago. */
  list(now: Date): readonly KeyRecord[] {
    return [...this.#byId.values()].filter((record) => now.getTime() - endOf(record) < KEPT_MS);
  }

  /** Yields entries that replace all others at the time `now`; requests only when younger than `requestsMs`. */
  *snapshot(now: Date, requestsMs: number): Iterable<KeyEntry> {
    const apiKeys = this.list(now);
    if (apiKeys.length > 0) yield { time: now.toISOString(), apiKeys };
    for (const { time, ...keyRequest } of this.#requests.values()) {
      if (now.getTime() - Date.parse(time) < requestsMs) yield { time, keyRequest };
    }
  }
}

export function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Whether the key is in force at the time `now`. */
export function isInForce(record: KeyRecord, now: Date): boolean {
  return now.getTime() < endOf(record);
}

function endOf({ revokedAt, expiresAt }: KeyRecord): number {
  return Math.min(
    revokedAt === null ? Infinity : Date.parse(revokedAt),
    expiresAt === null ? Infinity : Date.parse(expiresAt),
  );
}
