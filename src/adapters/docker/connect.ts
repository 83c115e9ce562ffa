import type { EngineSession } from '../../ports/engine';
import type { EngineDeps } from '../engine-module';
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
    packBuildContext,
    secretByFingerprint,
    envFile,
    root,
  }: EngineSession,
  { clock, host }: EngineDeps,
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
    packBuildContext,
    fetch,
    runtime: () => containerRuntime,
  });
  return Promise.resolve(engine);
}
