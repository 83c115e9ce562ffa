import type { EngineSession } from '../../ports/engine';
import type { EnvSources } from '../../resources/env-values';
import { repositoryUrlIn } from '../../resources/registry-repo';
import type { State } from '../../state/state';
import type { EngineDeps } from '../engine-module';
import { fetchFrom } from '../http/node-fetch';
import { assertBuilder, builderOpener, findObstacle } from './buildx/open-builder';
import { ContainerEngine } from './connection/container-engine';
import { readProxies } from './connection/proxies';
import { DockerEngine } from './engine';
import { packGenerated } from './helix-source/pack-generated';
import { assertPushable } from './prepare-registries';
import { Registries } from './registry/registries';

/** Builds the engine for one run. Nothing is asked of Docker before the engine is asked for something. */
export function connectEngine(
  {
    project,
    workspace,
    lineage,
    containerRuntime,
    build,
    state,
    packBuildContext,
    packFiles,
    hxFiles,
    readCommitTime,
    readSourceUrl,
    secretByFingerprint,
    envFile,
    root,
  }: EngineSession,
  { clock, random, host, userConfig }: EngineDeps,
): Promise<DockerEngine> {
  const sources: EnvSources = {
    variable: (name, from) => (from === 'file' ? envFile.get(name) : host.environment[name]),
    secretByFingerprint,
  };
  const registries = new Registries({
    wire: { fetch: fetchFrom(host.environment), clock, random },
    host,
    sources,
    userConfig,
    recordedUrl: (instance) => recordedUrl(state(), instance),
  });
  const engine = new DockerEngine({
    findEngine: (runtime) => ContainerEngine.find(runtime, host),
    clock,
    project,
    workspace,
    lineage,
    state,
    folder: root,
    readProxies: () => readProxies(host),
    sources,
    findLogin: (reference) => registries.findLogin(reference),
    findBaseDigest: (reference) => registries.findBaseDigest(reference),
    openRegistry: (name, { destination }) =>
      destination.type === 'registry' ? registries.open(name, destination) : Promise.resolve(null),
    openGivenRegistry: (to) => registries.openGiven(to),
    assertPushable: (targets) => assertPushable(targets, registries),
    assertBuilder: (inputs, dockerfile) => assertBuilder(inputs, dockerfile, { build, host, clock }),
    findObstacle: (inputs, dockerfile) => findObstacle(inputs, dockerfile, { build, host }),
    ...builderOpener({ build, root, host, clock, userConfig }),
    readSourceUrl,
    readEpoch: async () => (await readCommitTime()) ?? 0,
    packBuildContext,
    packGenerated: (from, { instance, phase, stopping: signal }) =>
      packGenerated(
        from,
        { root, project, instance, hxFiles, packFiles },
        { host, clock, random, phase, signal },
      ),
    fetch,
    runtime: () => containerRuntime,
  });
  return Promise.resolve(engine);
}

/** Returns the URL of the repository of an instance as it is on record. */
function recordedUrl(state: State | null, instance: string): string | null {
  const record = state?.resources[`registry_repo.${instance}`];
  return record === undefined ? null : repositoryUrlIn(record.address, record.outputs);
}
