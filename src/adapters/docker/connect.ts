import type { EngineSession } from '../../ports/engine';
import type { EngineDeps } from '../engine-module';
import { builderOpener } from './buildx/open-builder';
import { ContainerEngine } from './connection/container-engine';
import { readProxies } from './connection/proxies';
import { findRegistryLogin } from './connection/registry-login';
import { DockerEngine } from './engine';

/** Builds the engine for one run. Nothing is asked of Docker before the engine is asked for something. */
export function connectEngine(
  {
    project,
    workspace,
    lineage,
    containerRuntime,
    build,
    packBuildContext,
    readCommitTime,
    secretByFingerprint,
    envFile,
    root,
  }: EngineSession,
  { clock, host, userConfig }: EngineDeps,
): Promise<DockerEngine> {
  const engine = new DockerEngine({
    connect: (runtime) => ContainerEngine.connect(runtime, host),
    clock,
    project,
    workspace,
    lineage,
    folder: root,
    readProxies: () => readProxies(host),
    sources: {
      variable: (name, from) => (from === 'file' ? envFile.get(name) : host.environment[name]),
      secretByFingerprint,
    },
    findLogin: (reference) => findRegistryLogin(reference, host),
    openRegistry: (name, { destination }) => {
      if (destination.type !== 'registry') return Promise.resolve(null);
      throw new Error(`the registry of image.${name} cannot be opened`);
    },
    openBuilder: builderOpener({ build, root, host, clock, userConfig }),
    readEpoch: async () => (await readCommitTime()) ?? 0,
    packBuildContext,
    fetch,
    runtime: () => containerRuntime,
  });
  return Promise.resolve(engine);
}
