import type { DesiredResource } from '../../graph/desired-state';
import type { Clock } from '../../ports/clock';
import type {
  Engine,
  EngineContext,
  MemberResult,
  Observation,
  PlacedResource,
  ToolChange,
} from '../../ports/engine';
import type { BuildOptions, BuiltByHand, EngineVerbs } from '../../ports/engine-verbs';
import type { PushTarget } from '../../ports/push-image';
import type { EnvSources } from '../../resources/env-values';
import { decodeImageOutputs } from '../../resources/image/outputs';
import type { Owner } from '../../resources/owner';
import { USUAL_ACCESS } from '../../resources/registry-access';
import type { BuiltImageInputs } from '../../resources/image/image';
import type { OpenEntry, OpenMember, ResourceRecord, State } from '../../state/state';
import type { Address } from '../../values/resource';
import type { ContainerEngine } from './connection/container-engine';
import type { Runtime } from './connection/find-endpoint';
import { observeRecords, resourceIn, runtimeOf } from './observe';
import type { EngineResource, Observer } from './observe';
import type { OpenBuilder, OpenLayoutBuilder } from './buildx/open-builder';
import { buildByHand } from './images/build/build-by-hand';
import { compileQueries } from './images/build/compile-queries';
import { executeImage, isRebuild } from './images/execute-image';
import { ensureImage } from './images/ensure-image';
import type { ImageSite, OpenRegistry } from './images/image-site';
import { pruneImages } from './images/removal/prune-images';
import { probeImage } from './images/probe-image';
import { buildVerbs } from './jobs/build-verbs';
import type { BuildVerbOptions } from './jobs/build-verbs';
import { executeMember } from './operations/execute-member';
import type { Task } from './operations/execute-member';
import { executeTogether } from './operations/execute-together';
import { phasesOf } from './operations/site';
import type { Site } from './operations/site';
import { handoverGroups } from './ports/handover-groups';
import { assertPossible } from './prepare';
import { assertBuildable } from './prepare-builds';
import type { BuildPreparation } from './prepare-builds';
import { probeMember } from './probe';
import { containerVerbs } from './verbs';

export interface DockerEngineOptions {
  /** Finds the engine of a runtime. Asks nothing of it. */
  readonly findEngine: (runtime: Runtime) => Promise<ContainerEngine>;
  readonly clock: Clock;
  readonly project: string;
  readonly workspace: string;
  /** The lineage of the state; read when the engine is asked to do something. */
  readonly lineage: () => string;
  /** The state as it is now; null while there is none. */
  readonly state: () => State | null;
  /** The folder of the project. */
  readonly folder: string;
  readonly sources: EnvSources;
  readonly readProxies: Site['readProxies'];
  readonly findLogin: Site['findLogin'];
  readonly findBaseDigest: Observer['findBaseDigest'];
  /** Opens the registry of an image by the name of its instance; null for one that stays in the engine. */
  readonly openRegistry: Observer['openRegistry'];
  /** Opens a registry with a log-in that another engine has. */
  readonly openGivenRegistry: (to: PushTarget) => OpenRegistry;
  readonly assertBuilder: BuildPreparation['assertBuilder'];
  readonly findObstacle: BuildVerbOptions['findObstacle'];
  readonly openBuilder: OpenBuilder;
  readonly openLayoutBuilder: OpenLayoutBuilder;
  /** Whether another host builds an image and pushes it: then this one needs no engine. */
  readonly isBuiltElsewhere: (inputs: BuiltImageInputs) => boolean;
  readonly readEpoch: ImageSite['readEpoch'];
  readonly readSourceUrl: ImageSite['readSourceUrl'];
  /** Checks that images can be pushed. @throws HelixError `auth`, `config` or `unreachable` */
  readonly assertPushable: (targets: readonly ResourceRecord[]) => Promise<void>;
  readonly packBuildContext: ImageSite['packBuildContext'];
  readonly packGenerated: ImageSite['packGenerated'];
  readonly fetch: typeof fetch;
  /** The runtime that the project names. */
  readonly runtime: () => Runtime;
}

/** Containers and images in an engine of this host. Every change is safe to repeat, and its own batch unless another one takes its port. */
export class DockerEngine implements Engine {
  readonly name = 'docker';
  readonly verbs: EngineVerbs;
  readonly #options: DockerEngineOptions;
  readonly #engines = new Map<Runtime, Promise<ContainerEngine>>();

  constructor(options: DockerEngineOptions) {
    this.#options = options;
    this.verbs = {
      ...containerVerbs({ ...this.#observer, clock: options.clock }),
      pruneImages: (request) =>
        pruneImages(request, {
          owner: { lineage: options.lineage(), workspace: options.workspace },
          openRegistry: options.openRegistry,
          connect: () => this.#findEngine(options.runtime()),
        }),
      builds: buildVerbs(options, this.#observer),
      build: (image, how) => this.#buildByHand(image, how),
      compile: (image, how) => this.#compileQueries(image, how),
      push: (image, to) => this.#push(image, to),
    };
  }

  async check(resources: readonly PlacedResource[]): Promise<void> {
    if (resources.every(({ kind }) => kind === 'image')) return;
    await (await this.#findEngine(this.#options.runtime())).check();
  }

  async prepare(members: readonly Member[]): Promise<readonly ToolChange[]> {
    await assertPossible(members, { ...this.#observer, folder: this.#options.folder });
    await this.#assertEnginesAnswer(members);
    await assertBuildable(members, this.#options);
    await this.#options.assertPushable(members.flatMap(({ target }) => target ?? []));
    return [];
  }

  async #assertEnginesAnswer(members: readonly Member[]): Promise<void> {
    for (const member of members) {
      const resource = resourceOf(member);
      // A pushed image that goes stays with its repository: only its names here need an engine.
      const isLeft = member.target === null && isPushed(resource);
      if (!isLeft && !this.#isElsewhere(resource)) await (await this.#observer.engineOf(resource)).check();
    }
  }

  #isElsewhere(resource: EngineResource): boolean {
    return resource.kind === 'built' && this.#options.isBuiltElsewhere(resource.inputs);
  }

  batches<M extends Omit<OpenMember, 'key'>>(members: readonly M[]): readonly (readonly M[])[] {
    return handoverGroups(members);
  }

  observe(records: readonly ResourceRecord[]): Promise<ReadonlyMap<Address, Observation>> {
    return observeRecords(records, this.#observer);
  }

  async apply({ members }: OpenEntry, context: EngineContext): Promise<readonly MemberResult[]> {
    const tasks = await Promise.all(
      members.map(async (member) => ({ member, site: await this.#makeSite(member, context) })),
    );
    const [task, ...others] = tasks;
    if (task === undefined) return [];
    if (others.length > 0) return executeTogether(tasks);
    const resource = resourceOf(task.member);
    const isBuilt = resource.kind === 'built';
    return [await (isBuilt ? this.#executeImage(task, resource.inputs) : executeMember(task))];
  }

  async probe({ members }: OpenEntry): Promise<readonly MemberResult[]> {
    return Promise.all(
      members.map(async (member) => {
        const { ownerOf, engineOf, openRegistry, fetch } = this.#observer;
        const resource = resourceOf(member);
        if (resource.kind === 'built') {
          const { name } = recordOf(member);
          return probeImage(member, resource.inputs, {
            connect: () => engineOf(resource),
            openRegistry: (inputs) => openRegistry(name, inputs),
          });
        }
        const engine = await engineOf(resource);
        return probeMember(member, { engine, owner: ownerOf(member.address), fetch });
      }),
    );
  }

  async #executeImage({ member, site }: Task, inputs: BuiltImageInputs): Promise<MemberResult> {
    return executeImage(member, inputs, await this.#makeImageSite(site, inputs, isRebuild(member)));
  }

  async #buildByHand(image: DesiredResource, how: BuildOptions): Promise<BuiltByHand> {
    const { inputs, site } = await this.#makeOwnSite(image, {
      phase: how.phase,
      stopping: how.signal,
      assertHeld: () => undefined,
    });
    return buildByHand(await this.#makeImageSite(site, inputs, how.anew), inputs, how);
  }

  async #compileQueries(
    image: DesiredResource,
    { phase, signal }: Pick<BuildOptions, 'phase' | 'signal'>,
  ): Promise<string> {
    const how = { phase, stopping: signal, assertHeld: () => undefined };
    const { inputs, site } = await this.#makeOwnSite(image, how);
    await site.engine.check();
    return compileQueries(await this.#makeImageSite(site, inputs, false), inputs);
  }

  async #push(image: DesiredResource, to: PushTarget): Promise<{ readonly reference: string }> {
    const { inputs, site } = await this.#makeOwnSite(image, to);
    const { host, repository } = to;
    const destination = { type: 'registry', host, repository, access: USUAL_ACCESS } as const;
    const open = this.#options.openGivenRegistry(to);
    const pushed = await ensureImage(
      { ...(await this.#makeImageSite(site, inputs, false)), openRegistry: () => Promise.resolve(open) },
      { ...inputs, destination },
    );
    const digest = decodeImageOutputs(image.address, pushed.outputs).pushed?.digest;
    if (digest === undefined) throw new Error(`${image.address} was pushed without a digest`);
    return { reference: `${host}/${repository}@${digest}` };
  }

  /** Makes the site of an operation on a declared image that does not belong to a batch of this engine. */
  async #makeOwnSite(
    image: DesiredResource,
    how: Pick<Site, 'phase' | 'stopping' | 'assertHeld'>,
  ): Promise<{ readonly inputs: BuiltImageInputs; readonly site: Site }> {
    const { clock, project, folder, sources, readProxies, findLogin, workspace, state } = this.#options;
    const resource = resourceIn(image);
    if (resource.kind !== 'built') throw new Error(`${image.address} is not built`);
    const { phase, stopping, assertHeld } = how;
    const site: Site = {
      engine: await this.#findEngine(runtimeOf(resource)),
      clock,
      project,
      // Without a state there is no lineage yet; an image is found by its context.
      owner: { lineage: state()?.lineage ?? '', workspace, address: image.address },
      instance: image.name,
      folder,
      readProxies,
      sources,
      findLogin,
      fetch: this.#options.fetch,
      assertHeld,
      phase,
      stopping,
    };
    return { inputs: resource.inputs, site };
  }

  async #makeImageSite(site: Site, inputs: BuiltImageInputs, rebuilds: boolean): Promise<ImageSite> {
    const {
      openBuilder,
      readEpoch,
      readSourceUrl,
      packBuildContext,
      packGenerated,
      openRegistry,
      findBaseDigest,
    } = this.#options;
    return {
      ...site,
      builder: await openBuilder(inputs, site.instance, site.engine),
      isRebuild: rebuilds,
      isElsewhere: this.#options.isBuiltElsewhere(inputs),
      readEpoch,
      readSourceUrl,
      packBuildContext,
      packGenerated,
      findBaseDigest,
      openRegistry: (of) => openRegistry(site.instance, of),
    };
  }

  async #makeSite(member: OpenMember, context: EngineContext): Promise<Site> {
    const { clock, project, folder, sources, readProxies, findLogin } = this.#options;
    const { ownerOf, engineOf, fetch } = this.#observer;
    const owner = ownerOf(member.address);
    const { name: instance } = recordOf(member);
    return {
      engine: await engineOf(resourceOf(member)),
      clock,
      project,
      owner,
      instance,
      folder,
      readProxies,
      sources,
      findLogin,
      fetch,
      assertHeld: context.assertHeld,
      phase: phasesOf(context, owner),
      stopping: AbortSignal.any([context.stopping, context.signal]),
    };
  }

  get #observer() {
    const { lineage, workspace, openRegistry, findBaseDigest, fetch } = this.#options;
    return {
      engineOf: (resource: EngineResource) => this.#findEngine(runtimeOf(resource)),
      ownerOf: (address: Address): Owner => ({ lineage: lineage(), workspace, address }),
      openRegistry,
      findBaseDigest,
      fetch,
    };
  }

  /** Finds each engine once in a run. */
  #findEngine(runtime: Runtime): Promise<ContainerEngine> {
    const known = this.#engines.get(runtime) ?? this.#options.findEngine(runtime);
    this.#engines.set(runtime, known);
    return known;
  }
}

type Member = Omit<OpenMember, 'key'>;

function recordOf({ address, target, prior }: Member): ResourceRecord {
  const record = target ?? prior;
  if (record === null) throw new Error(`${address} was begun without a record`);
  return record;
}

function resourceOf(member: Member): EngineResource {
  return resourceIn(recordOf(member));
}

function isPushed(resource: EngineResource): boolean {
  return resource.kind === 'built' && resource.inputs.destination.type === 'registry';
}
