import type { ClusterRecord, Owner } from './cluster';
import { isSameOwner, settled, stateOf } from './cluster';
import type { KeyEntry } from './keyring';
import { Keyring } from './keyring';
import type { AnonymousRecord } from './anonymous/instance';
import { AnonymousInstances } from './anonymous/instances';
import { OrderedClusters } from './ordered-clusters';

export interface LogLine {
  readonly time: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
}

/** The use of an Idempotency-Key. */
export interface UsedKey {
  readonly key: string;
  readonly operation: 'createCluster' | 'updateCluster' | 'createAnonymousInstance';
  /** Digest of the request. */
  readonly request: string;
  /** The id of the cluster, or of the instance. */
  readonly clusterId: string;
  readonly incarnation: string;
}

/** One committed change: a line of the log. */
export interface Entry extends KeyEntry {
  readonly cluster?: ClusterRecord;
  readonly instance?: AnonymousRecord;
  readonly key?: UsedKey;
  readonly lines?: readonly LogLine[];
}

export type OwnerFilter = Partial<Owner>;

const MAX_LINES = 1000;

/** All clusters, idempotency keys, API keys and log lines in memory; the fold of the log's entries. */
export class Registry {
  /** The API keys. */
  readonly keys = new Keyring();
  readonly instances = new AnonymousInstances();
  readonly #clusters = new Map<string, ClusterRecord>();
  readonly #keys = new Map<string, UsedKey & { readonly time: string }>();
  readonly #lines = new Map<string, LogLine[]>();
  readonly #all = new OrderedClusters();
  readonly #byOwner = new Map<string, OrderedClusters>();
  #nextSeq = 1;

  apply(entry: Entry): void {
    this.keys.apply(entry);
    const { cluster, instance, key, lines } = entry;
    const id = cluster?.id ?? instance?.id ?? key?.clusterId;
    if (id !== undefined) this.cluster(id, new Date(entry.time));
    if (cluster !== undefined) this.#put(cluster);
    if (instance !== undefined) this.#putInstance(instance);
    if (key !== undefined) this.#keys.set(`${key.operation} ${key.key}`, { ...key, time: entry.time });
    if (id !== undefined) for (const line of lines ?? []) this.#addLine(id, line);
  }

  clear(): void {
    this.keys.clear();
    this.instances.clear();
    this.#clusters.clear();
    this.#keys.clear();
    this.#lines.clear();
    this.#all.clear();
    this.#byOwner.clear();
    this.#nextSeq = 1;
  }

  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** Returns the cluster at the time `now`, or undefined. */
  cluster(id: string, now: Date): ClusterRecord | undefined {
    const before = this.#clusters.get(id);
    if (before === undefined) return undefined;
    const after = settled(before, now);
    if (after === null) {
      this.#drop(before);
      return undefined;
    }
    if (after !== before) {
      this.#put(after);
      this.#addLine(id, outcomeLine(before, after));
    }
    return after;
  }

  usedKey(operation: UsedKey['operation'], key: string): UsedKey | undefined {
    return this.#keys.get(`${operation} ${key}`);
  }

  /** Returns the log lines of an existing cluster, oldest first. */
  lines(id: string): readonly LogLine[] {
    return this.#lines.get(id) ?? [];
  }

  /** Returns up to `limit` clusters after `seq`, in the order of creation, at the time `now`. */
  page(filter: OwnerFilter, after: number, limit: number, now: Date): readonly ClusterRecord[] {
    const found: ClusterRecord[] = [];
    const candidates = this.#candidates(filter);
    for (const seq of candidates.after(after)) {
      const id = candidates.idOf(seq);
      const cluster = id === undefined ? undefined : this.cluster(id, now);
      if (cluster === undefined || !matches(cluster.owner, filter)) continue;
      found.push(cluster);
      if (found.length === limit) break;
    }
    return found;
  }

  /** Yields entries that replace all others at the time `now`; keys only when younger than `keysMs`. */
  *snapshot(now: Date, keysMs: number): Iterable<Entry> {
    yield* this.keys.snapshot(now, keysMs);
    for (const id of [...this.#clusters.keys()]) {
      const cluster = this.cluster(id, now);
      if (cluster !== undefined) yield { time: cluster.updatedAt, cluster, lines: this.lines(id) };
    }
    for (const instance of this.instances.all()) {
      yield { time: instance.updatedAt, instance, lines: this.lines(instance.id) };
    }
    for (const { time, ...key } of this.#keys.values()) {
      if (now.getTime() - Date.parse(time) < keysMs) yield { time, key };
    }
  }

  #putInstance(instance: AnonymousRecord): void {
    this.instances.put(instance);
    if (!this.#lines.has(instance.id)) this.#lines.set(instance.id, []);
  }

  #put(cluster: ClusterRecord): void {
    const before = this.#clusters.get(cluster.id);
    this.#clusters.set(cluster.id, cluster);
    if (before === undefined) this.#lines.set(cluster.id, []);
    else if (isSameOwner(before.owner, cluster.owner)) return;
    else this.#unindex(before);
    this.#all.add(cluster.seq, cluster.id);
    for (const key of indexKeys(cluster.owner)) {
      let index = this.#byOwner.get(key);
      if (index === undefined) this.#byOwner.set(key, (index = new OrderedClusters()));
      index.add(cluster.seq, cluster.id);
    }
    this.#nextSeq = Math.max(this.#nextSeq, cluster.seq + 1);
  }

  #drop(cluster: ClusterRecord): void {
    this.#unindex(cluster);
    this.#clusters.delete(cluster.id);
    this.#lines.delete(cluster.id);
  }

  #unindex(cluster: ClusterRecord): void {
    this.#all.remove(cluster.seq);
    for (const key of indexKeys(cluster.owner)) {
      const index = this.#byOwner.get(key);
      index?.remove(cluster.seq);
      if (index?.isEmpty === true) this.#byOwner.delete(key);
    }
  }

  #addLine(id: string, line: LogLine): void {
    const lines = this.#lines.get(id);
    if (lines === undefined) return;
    lines.push(line);
    if (lines.length > 2 * MAX_LINES) lines.splice(0, lines.length - MAX_LINES);
  }

  // The narrowest index that a filter can use; what it does not cover is filtered one by one.
  #candidates({ lineage, workspace, address }: OwnerFilter): OrderedClusters {
    if (lineage === undefined) return this.#all;
    const parts = [lineage];
    if (workspace !== undefined) parts.push(workspace);
    if (workspace !== undefined && address !== undefined) parts.push(address);
    return this.#byOwner.get(JSON.stringify(parts)) ?? new OrderedClusters();
  }
}

function indexKeys(owner: Owner | null): readonly string[] {
  if (owner === null) return [];
  const { lineage, workspace, address } = owner;
  return [[lineage], [lineage, workspace], [lineage, workspace, address]].map((parts) =>
    JSON.stringify(parts),
  );
}

function matches(owner: Owner | null, filter: OwnerFilter): boolean {
  const { lineage = owner?.lineage, workspace = owner?.workspace, address = owner?.address } = filter;
  return owner?.lineage === lineage && owner?.workspace === workspace && owner?.address === address;
}

function outcomeLine(before: ClusterRecord, after: ClusterRecord): LogLine {
  const deployed = before.transition?.deployment;
  const what = deployed === undefined ? stateOf(after) : `deployed queries ${deployed.digest}`;
  return {
    time: after.updatedAt,
    level: after.state === 'failed' ? 'error' : 'info',
    message: after.reason === null ? what : `${what}: ${after.reason}`,
  };
}
