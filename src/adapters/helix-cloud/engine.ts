import type { Clock } from '../../ports/clock';
import type { Engine, EngineContext, MemberResult, Observation } from '../../ports/engine';
import type { OpenEntry, OpenMember, ResourceRecord } from '../../state/state';
import type { Address } from '../../values/resource';
import type { HelixCloudClient, RegionList } from './api/client';
import type { Owner } from '../../resources/owner';
import { decodeOwnCluster } from '../../resources/cluster';
import type { EnvSources } from '../../resources/env-values';
import { executeMember } from './operations/member-operation';
import type { MemberEnvironment } from './operations/member-operation';
import { observeClusters } from './observe';
import { LeaseLost, OperationFailure } from './operations/operation-failure';
import { probeMember } from './probe';
import { DEFAULT_WAIT } from './operations/settle';
import type { WaitSettings } from './operations/settle';
import { clusterVerbs } from './verbs';

export interface HelixCloudEngineOptions {
  /** The endpoint that `check` asks. */
  readonly endpoint: string;
  /** The client for an endpoint; the same one each time. */
  readonly clients: (endpoint: string) => HelixCloudClient;
  readonly clock: Clock;
  readonly owner: {
    readonly project: string;
    readonly workspace: string;
    /** The lineage of the state; read when the engine is asked to do something. */
    readonly lineage: () => string;
  };
  /** Path below the queries directory -> text. Read when queries are deployed. */
  readonly hxFiles: () => Promise<ReadonlyMap<string, string>>;
  readonly env: EnvSources;
  readonly wait?: Partial<WaitSettings>;
}

/** Clusters on Helix Cloud. Every change is its own batch, safe to repeat, and made only to clusters of ours. */
export class HelixCloudEngine implements Engine {
  readonly name = 'helix-cloud';
  readonly verbs: ReturnType<typeof clusterVerbs>;
  readonly #options: HelixCloudEngineOptions;
  readonly #regions = new Map<string, Promise<RegionList>>();

  constructor(options: HelixCloudEngineOptions) {
    const { clients, clock, endpoint, owner, wait } = options;
    this.#options = options;
    this.verbs = clusterVerbs({
      clients,
      clock,
      endpoint,
      ownerOf: (address) => this.#ownerOf(address),
      workspaceOwner: () => ({ lineage: owner.lineage(), workspace: owner.workspace }),
      wait: { ...DEFAULT_WAIT, ...wait },
      regions: (at) => this.#regionsOf(at),
    });
  }

  async check(): Promise<void> {
    await this.#regionsOf(this.#options.endpoint);
  }

  batches<M extends Omit<OpenMember, 'key'>>(members: readonly M[]): readonly (readonly M[])[] {
    return members.map((member) => [member]);
  }

  async observe(records: readonly ResourceRecord[]): Promise<ReadonlyMap<Address, Observation>> {
    const endpointOf = ({ address, inputs }: ResourceRecord) => decodeOwnCluster(address, inputs).endpoint;
    const observations = new Map<Address, Observation>();
    for (const endpoint of new Set(records.map(endpointOf))) {
      const group = records.filter((record) => endpointOf(record) === endpoint);
      const client = this.#options.clients(endpoint);
      const seen = await observeClusters(client, group, (address) => this.#ownerOf(address));
      seen.forEach((observation, address) => observations.set(address, observation));
    }
    return observations;
  }

  async apply({ members }: OpenEntry, context: EngineContext): Promise<readonly MemberResult[]> {
    try {
      const environment = this.#environment();
      return await Promise.all(members.map((member) => executeMember(member, environment, context)));
    } catch (error) {
      throw error instanceof LeaseLost ? error.cause : error;
    }
  }

  async probe({ members }: OpenEntry): Promise<readonly MemberResult[]> {
    const { clients, owner } = this.#options;
    return Promise.all(
      members.map((member) =>
        probeMember(member, { clients, project: owner.project, owner: this.#ownerOf(member.address) }),
      ),
    );
  }

  #environment(): MemberEnvironment {
    const { clients, clock, env, hxFiles, owner, wait } = this.#options;
    return {
      clients,
      clock,
      ownerOf: (address) => this.#ownerOf(address),
      sources: { project: owner.project, env, hxFiles },
      wait: { ...DEFAULT_WAIT, ...wait },
      defaultSize: (endpoint, region) => this.findDefaultSize(endpoint, region),
    };
  }

  #ownerOf(address: string): Owner {
    const { lineage, workspace } = this.#options.owner;
    return { lineage: lineage(), workspace, address };
  }

  /** Asks each endpoint once in a run. */
  #regionsOf(endpoint: string): Promise<RegionList> {
    const known = this.#regions.get(endpoint) ?? this.#options.clients(endpoint).readRegions();
    this.#regions.set(endpoint, known);
    known.catch(() => this.#regions.delete(endpoint));
    return known;
  }

  async findDefaultSize(endpoint: string, region: string): Promise<string> {
    const { regions } = await this.#regionsOf(endpoint);
    const size = regions.find(({ id }) => id === region)?.sizes.find((one) => one.default);
    if (size !== undefined) return size.id;
    throw new OperationFailure({
      kind: 'failed',
      message: `${endpoint} has no region ${region} with a default size.`,
      hint: '`helix cloud regions` lists regions and sizes; give the cluster a size.',
    });
  }
}
