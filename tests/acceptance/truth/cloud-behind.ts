import type { MemoryWorld } from '../../in-process/memory-world';

interface Owner {
  readonly lineage: string;
  readonly workspace: string;
  readonly address: string;
}

interface Cluster {
  readonly cluster_id: string;
  readonly owner: Owner;
}

const DB = {
  vector_config: { m: 16, ef_construction: 128, ef_search: 768, db_max_size_gb: 20 },
  graph_config: { secondary_indices: [] },
  mcp: true,
  bm25: true,
  embedding_model: 'text-embedding-ada-002',
  graphvis_node_label: null,
};

const SOMEBODY: Owner = { lineage: 'their-lineage', workspace: 'default', address: 'cluster.theirs' };

/** The cloud of a world, as somebody else uses it behind Helix's back. */
export class CloudBehind {
  readonly #world: MemoryWorld;
  #requests = 0;

  constructor(world: MemoryWorld) {
    this.#world = world;
  }

  /** The number of requests that began a change. */
  get changes(): number {
    const { requests } = this.#world.emulator.calls() as { requests: Readonly<Record<string, number>> };
    const reads = ['listClusters', 'getClusterStatus', 'listRegions', 'getClusterLogs'];
    const counts = Object.entries(requests).map(([name, count]) => (reads.includes(name) ? 0 : count));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async delete(id: string): Promise<void> {
    await this.#send('DELETE', id);
    // Longer than a deletion takes.
    await this.#world.clock.sleep(60_000);
  }

  async stop(id: string): Promise<void> {
    await this.#send('POST', id, '/stop', {});
    await this.#world.clock.sleep(60_000);
  }

  async setSize(id: string, size: string): Promise<void> {
    await this.#send('PATCH', id, '', { size });
    await this.#world.clock.sleep(60_000);
  }

  /** Gives a cluster to another project. */
  async adopt(id: string): Promise<void> {
    const { owner } = await this.#find(id);
    await this.#fetch('PATCH', `/clusters/${id}`, { owner: SOMEBODY, adopt_from: owner }, SOMEBODY);
  }

  /** Another project creates a cluster. */
  async create(id: string): Promise<void> {
    const body = {
      cluster_id: id,
      owner: SOMEBODY,
      region: 'us-east-1',
      build_mode: 'release',
      db_config: DB,
    };
    await this.#fetch('POST', '/clusters/create', body, SOMEBODY);
  }

  async #find(id: string): Promise<Cluster> {
    const clusters = (await this.#world.listClusters()) as unknown as readonly Cluster[];
    const cluster = clusters.find(({ cluster_id: found }) => found === id);
    if (cluster === undefined) throw new Error(`there is no cluster ${id}`);
    return cluster;
  }

  async #send(method: string, id: string, path = '', body?: object): Promise<void> {
    const { owner } = await this.#find(id);
    await this.#fetch(method, `/clusters/${id}${path}`, body, owner);
  }

  async #fetch(method: string, path: string, body: object | undefined, as: Owner): Promise<void> {
    const caller = [as.lineage, as.workspace, as.address].map(encodeURIComponent).join('/');
    const answer = await this.#world.emulator.fetch(
      new Request(`http://cloud.invalid${path}`, {
        method,
        headers: {
          'content-type': 'application/json',
          'Idempotency-Key': `behind-${(this.#requests += 1)}`,
          'Helix-Owner': caller,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  }
}
