import type { Clock } from '../../ports/clock';
import type {
  Engine,
  EngineContext,
  MemberResult,
  Observation,
  PlacedResource,
  ToolChange,
} from '../../ports/engine';
import { decodeFlyApp, decodeFlyAppOutputs, decodeFlyRepository } from '../../resources/fly-app';
import type { FlyLogin } from '../../resources/fly-app';
import type { EnvSources } from '../../resources/env-values';
import type { Owner } from '../../resources/owner';
import type { OpenEntry, OpenMember, ResourceRecord, State } from '../../state/state';
import type { Address } from '../../values/resource';
import type { AdoptedRecord } from './adoption';
import type { FlyApi } from './api/fly-api';
import { appName } from './app-name';
import { imageIn } from './image-in';
import { observeRecord } from './observe';
import { assertOurs } from './operations/assert-ours';
import { executeMember } from './operations/execute-member';
import { assertSeesAll } from './operations/find-app';
import { LeaseLost } from './operations/fly-failure';
import { USUAL_WAIT } from './operations/site';
import type { Site, WaitSettings } from './operations/site';
import { probeMember } from './probe';
import { flyVerbs } from './verbs';

export interface FlyEngineOptions {
  /** Opens the API with the token of a log-in. @throws HelixError `auth` without one */
  readonly openApi: (login: FlyLogin) => Promise<FlyApi>;
  readonly clock: Clock;
  readonly project: string;
  readonly workspace: string;
  /** The lineage of the state; read when the engine is asked to do something. */
  readonly lineage: () => string;
  /** The state as it is now; null while there is none. */
  readonly state: () => State | null;
  readonly sources: EnvSources;
  readonly wait?: Partial<WaitSettings>;
}

/** Apps on Fly, with their machine and its volume. Every change is its own batch, and continues what is there. */
export class FlyEngine implements Engine {
  readonly name = 'fly';
  readonly verbs: ReturnType<typeof flyVerbs>;
  readonly #options: FlyEngineOptions;
  readonly #apis = new Map<FlyLogin, Promise<FlyApi>>();
  readonly #seen = new Map<string, Promise<void>>();

  constructor(options: FlyEngineOptions) {
    this.#options = options;
    this.verbs = flyVerbs(
      (record) => this.#makeSite(record, {}),
      (address) => this.#ownerOf(address),
    );
  }

  async check(resources: readonly PlacedResource[]): Promise<void> {
    const places = new Map(
      resources.map((resource) => [JSON.stringify(placeOf(resource)), placeOf(resource)]),
    );
    for (const { org, login } of places.values()) {
      await this.#assertSeesAll(login, org);
    }
  }

  async prepare(members: readonly Omit<OpenMember, 'key'>[]): Promise<readonly ToolChange[]> {
    for (const member of members) {
      const { site, before } = await this.#makeTask({ ...member, key: '' }, null);
      await assertOurs(member.address, before);
      if (site.app !== before.app) await assertOurs(member.address, site);
    }
    return [];
  }

  batches<M extends Omit<OpenMember, 'key'>>(members: readonly M[]): readonly (readonly M[])[] {
    return members.map((member) => [member]);
  }

  async observe(records: readonly ResourceRecord[]): Promise<ReadonlyMap<Address, Observation>> {
    const seen = new Map<Address, Observation>();
    for (const record of records)
      seen.set(record.address, await observeRecord(record, await this.#makeSite(record, {})));
    return seen;
  }

  async apply({ members }: OpenEntry, context: EngineContext): Promise<readonly MemberResult[]> {
    try {
      return await Promise.all(
        members.map(async (member) => executeMember({ ...(await this.#makeTask(member, context)), member })),
      );
    } catch (error) {
      throw error instanceof LeaseLost ? error.cause : error;
    }
  }

  async probe({ members }: OpenEntry): Promise<readonly MemberResult[]> {
    return Promise.all(
      members.map(async (member) => probeMember({ ...(await this.#makeTask(member, null)), member })),
    );
  }

  async #makeTask(member: OpenMember, context: EngineContext | null) {
    const { key, target, prior, movedFrom } = member;
    const record = target ?? prior;
    if (record === null) throw new Error(`${member.address} was begun without a record`);
    const [site, before] = await Promise.all([
      this.#makeSite(record, { key, context, ...(movedFrom && { movedFrom }) }),
      this.#makeSite(prior ?? record, { key, context }),
    ]);
    return {
      site,
      before,
      findImage: (of: ResourceRecord, inputs: Parameters<typeof imageIn>[1]) =>
        imageIn(this.#options.state(), inputs, of),
    };
  }

  async #makeSite(
    record: AdoptedRecord,
    {
      key = '',
      context = null,
      movedFrom,
    }: {
      readonly key?: string;
      readonly context?: EngineContext | null;
      readonly movedFrom?: Address;
    },
  ): Promise<Site> {
    const { clock, project, sources, wait } = this.#options;
    const { org, login } = placeOf(record);
    const owner = this.#ownerOf(record.address);
    return {
      api: await this.#openApi(login),
      app: this.#nameOf(record, owner, org),
      org,
      assertSeesAll: () => this.#assertSeesAll(login, org),
      owner,
      former: movedFrom === undefined ? null : this.#ownerOf(movedFrom),
      project,
      key,
      clock,
      sources,
      wait: { ...USUAL_WAIT, ...wait },
      call: context === null ? {} : { before: () => assertHeld(context), signal: context.signal },
      phase: (phase) => context?.onEvent({ address: record.address, phase }),
    };
  }

  /** An app keeps the name that it was made with; the state knows it of an app that something else runs in. */
  #nameOf(record: AdoptedRecord, owner: Owner, org: string): string {
    const { address, name, outputs } = record;
    const own = decodeFlyAppOutputs(address, outputs).app;
    if (own !== null) return own;
    const repository = this.#options.state()?.resources[`registry_repo.${name}`];
    const recorded =
      record.kind === 'instance' && repository !== undefined && placeOf(repository).org === org
        ? decodeFlyAppOutputs(repository.address, repository.outputs).app
        : null;
    return recorded ?? appName(placeOf(record).base, owner, org);
  }

  #ownerOf(address: Address): Owner {
    const { lineage, workspace } = this.#options;
    return { lineage: lineage(), workspace, address };
  }

  /** Asks for each organization once in a run. */
  #assertSeesAll(login: FlyLogin, org: string): Promise<void> {
    const key = `${login} ${org}`;
    const known = this.#seen.get(key) ?? this.#openApi(login).then((api) => assertSeesAll({ api, org }));
    this.#seen.set(key, known);
    return known;
  }

  /** Opens each log-in once in a run. */
  #openApi(login: FlyLogin): Promise<FlyApi> {
    const known = this.#apis.get(login) ?? this.#options.openApi(login);
    this.#apis.set(login, known);
    return known;
  }
}

/** The place of a resource at Fly. */
function placeOf({ address, kind, inputs }: Pick<ResourceRecord, 'address' | 'kind' | 'inputs'>): {
  readonly org: string;
  readonly login: FlyLogin;
  readonly base: string;
} {
  if (kind === 'registry_repo') {
    const { org, auth, name } = decodeFlyRepository(address, inputs);
    return { org, login: auth, base: name };
  }
  const { org, auth, app } = decodeFlyApp(address, inputs);
  return { org, login: auth, base: app };
}

function assertHeld(context: EngineContext): void {
  try {
    context.assertHeld();
  } catch (error) {
    throw new LeaseLost(error);
  }
}
