import type { Clock } from '../../ports/clock';
import type { Engine, EngineContext, MemberResult, Observation, PlacedResource } from '../../ports/engine';
import type { OpenEntry, OpenMember, ResourceRecord } from '../../state/state';
import type { Address } from '../../values/resource';
import type { HelixCloudClient, RegionList } from './api/client';
import type { Owner } from '../../resources/owner';
import { decodeOwnCluster } from '../../resources/cluster';
import { executeClaim, isAnonymous, isClaim, probeClaim } from './anonymous/claim';
import { executeAnonymous } from './anonymous/execute';
import type { KeysFile } from './anonymous/keys-file';
import { observeInstance } from './anonymous/observe';
import { probeAnonymous } from './anonymous/probe';
import type { AnonymousEnvironment } from './anonymous/site';
import type { EnvSources } from '../../resources/env-values';
import { executeMember } from './operations/member-operation';
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
  /** The keys of instances without an account on this host. */
  readonly keys: KeysFile;
  readonly declared: AnonymousEnvironment['declared'];
  readonly pushImage: AnonymousEnvironment['pushImage'];
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
      anonymous: this.#environment(),
    });
  }

  async check(resources: readonly PlacedResource[] = []): Promise<void> {
    // Without an account there is no key to check: each instance has its own.
    if (resources.length === 0 || !resources.every(({ address }) => this.#isWithoutAccount(address))) {
      await this.#regionsOf(this.#options.endpoint);
    }
  }

  #isWithoutAccount(address: Address): boolean {
    return this.#options.declared(address.replace(/^cluster\./, '')) !== null;
  }

  batches<M extends Omit<OpenMember, 'key'>>(members: readonly M[]): readonly (readonly M[])[] {
    return members.map((member) => [member]);
  }

  async observe(all: readonly ResourceRecord[]): Promise<ReadonlyMap<Address, Observation>> {
    const endpointOf = ({ address, inputs }: ResourceRecord) => decodeOwnCluster(address, inputs).endpoint;
    const observations = new Map<Address, Observation>();
    for (const record of all.filter(isAnonymous)) {
      observations.set(record.address, await observeInstance(record, this.#environment()));
    }
    const records = all.filter((record) => !isAnonymous(record));
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
      return await Promise.all(members.map((member) => execute(member, environment, context)));
    } catch (error) {
      throw error instanceof LeaseLost ? error.cause : error;
    }
  }

  async probe(
    { members }: OpenEntry,
    context: EngineContext | null = null,
  ): Promise<readonly MemberResult[]> {
    const environment = this.#environment();
    return Promise.all(members.map((member) => probeOne(member, environment, context)));
  }

  #environment(): AnonymousEnvironment {
    const { clients, clock, env, hxFiles, owner, wait, keys, declared, pushImage } = this.#options;
    return {
      clients,
      clock,
      ownerOf: (address) => this.#ownerOf(address),
      sources: { project: owner.project, env, hxFiles },
      wait: { ...DEFAULT_WAIT, ...wait },
      defaultSize: (endpoint, region) => this.findDefaultSize(endpoint, region),
      keys,
      declared,
      pushImage,
      variable: (name) => env.variable(name, 'environment'),
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

function execute(
  member: OpenMember,
  environment: AnonymousEnvironment,
  context: EngineContext,
): Promise<MemberResult> {
  const { target, prior } = member;
  if (isClaim(member) && prior !== null && target !== null) {
    return executeClaim(member, prior, target, environment, context);
  }
  return isAboutInstance(member)
    ? executeAnonymous(member, environment, context)
    : executeMember(member, environment, context);
}

function probeOne(
  member: OpenMember,
  environment: AnonymousEnvironment,
  context: EngineContext | null,
): Promise<MemberResult> {
  const { target, prior, address } = member;
  if (isClaim(member) && prior !== null && target !== null) {
    return probeClaim(member, prior, target, environment);
  }
  if (isAboutInstance(member)) return probeAnonymous(member, environment, context);
  const { clients, ownerOf, sources } = environment;
  return probeMember(member, { clients, project: sources.project, owner: ownerOf(address) });
}

/** Whether an operation begins or ends with an instance without an account. */
function isAboutInstance(member: OpenMember): boolean {
  const record = member.target ?? member.prior;
  return record !== null && isAnonymous(record) && !isClaim(member);
}
