import type { AnonymousRecord } from './instance';
import { isPast } from './instance';

/** All anonymous instances in memory, ended ones included: their keys and dates are still asked for. */
export class AnonymousInstances {
  readonly #byId = new Map<string, AnonymousRecord>();

  put(instance: AnonymousRecord): void {
    this.#byId.set(instance.id, instance);
  }

  clear(): void {
    this.#byId.clear();
  }

  /** Returns the instance, expired or not; undefined for one that was deleted. */
  find(id: string, now: Date): AnonymousRecord | undefined {
    const instance = this.#byId.get(id);
    if (instance?.deletedAt == null) return instance;
    return isPast(instance.deletedAt, now) ? undefined : instance;
  }

  /** Counts what an address has created since a time. */
  countSince(peer: string, since: number): number {
    let count = 0;
    for (const instance of this.#byId.values()) {
      if (instance.peer === peer && Date.parse(instance.createdAt) > since) count += 1;
    }
    return count;
  }

  all(): Iterable<AnonymousRecord> {
    return this.#byId.values();
  }
}
