import { secretByFingerprint } from '../../config/secret-by-fingerprint';
import type { Engine } from '../../ports/engine';
import type { Ports } from '../../ports/ports';
import type { State } from '../../state/state';
import type { EngineName } from '../../values/resource';
import { envFilesOf } from '../project/local-files';
import type { LoadedProject } from '../project/project';
import { requireFactory } from './engine-registry';

/** The engines that serve a run, by name. @throws HelixError `refused` for one that this version does not have */
export type Engines = (name: EngineName) => Promise<Engine>;

/** Opens the engines of a project on a state. Each is loaded when it is first asked for. */
export function openEngines(
  ports: Ports,
  { root, config, workspace, hxFiles, envFile }: LoadedProject,
  state: () => State | null,
): Engines {
  const engines = new Map<EngineName, Promise<Engine>>();
  let known: string | undefined;
  // Every request needs it: it is read once.
  const lineage = (): string => {
    known ??= state()?.lineage;
    if (known === undefined) throw new Error('the lineage is asked for before there is a state');
    return known;
  };
  return async (name) => {
    const loading =
      engines.get(name) ??
      requireFactory(ports.engines, name).load({
        root,
        project: config.project.name,
        workspace,
        containerRuntime: config.containerRuntime,
        build: config.build,
        readCommitTime: () => ports.files.readCommitTime(root),
        readSourceUrl: () => ports.files.readSourceUrl(root),
        endpoint: config.helixCloud.endpoint,
        state,
        lineage,
        hxFiles,
        packBuildContext: (place) => ports.files.packBuildContext(root, place, envFilesOf(config)),
        packFiles: (texts, folder) => ports.files.packFiles(texts, folder),
        envFile,
        secretByFingerprint: secretByFingerprint(config),
      });
    engines.set(name, loading);
    return loading;
  };
}
