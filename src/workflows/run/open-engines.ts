import type { AnonymousInstance } from '../../config/config';
import { secretByFingerprint } from '../../config/secret-by-fingerprint';
import type { Engine } from '../../ports/engine';
import type { PushImage } from '../../ports/push-image';
import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import type { State } from '../../state/state';
import type { EngineName } from '../../values/resource';
import { builtDigest } from '../../resources/image/image';
import { envFilesOf } from '../project/local-files';
import { declaredState } from '../project/project';
import type { LoadedProject } from '../project/project';
import { requireFactory } from './engine-registry';

/** The engines that serve a run, by name. @throws HelixError `refused` for one that this version does not have */
export type Engines = (name: EngineName) => Promise<Engine>;

/** Opens the engines of a project on a state. Each is loaded when it is first asked for. */
export function openEngines(ports: Ports, project: LoadedProject, state: () => State | null): Engines {
  const { root, config, workspace, hxFiles, envFile } = project;
  const engines = new Map<EngineName, Promise<Engine>>();
  let known: string | undefined;
  // Every request needs it: it is read once.
  const lineage = (): string => {
    known ??= state()?.lineage;
    if (known === undefined) throw new Error('the lineage is asked for before there is a state');
    return known;
  };
  const open: Engines = async (name) => {
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
        anonymous: (instance) => anonymousOf(config, instance),
        pushImage: imagePusher(project, open),
        secretByFingerprint: secretByFingerprint(config),
      });
    engines.set(name, loading);
    return loading;
  };
  return open;
}

function anonymousOf({ instances }: LoadedProject['config'], name: string): AnonymousInstance | null {
  for (const one of instances) if (one.kind === 'anonymous' && one.name === name) return one;
  return null;
}

/** Returns what lets one engine push an image that another one builds. */
function imagePusher(project: LoadedProject, open: Engines): PushImage {
  return async (instance, digest, to) => {
    const image = declaredState(project).resources.find(
      ({ kind, name }) => kind === 'image' && name === instance,
    );
    const { verbs } = image === undefined ? {} : await open(image.engine);
    if (
      image === undefined ||
      verbs?.push === undefined ||
      builtDigest(image.address, image.inputs) !== digest
    ) {
      throw new HelixError('failed', `The files of image.${instance} differ from those that were planned.`, {
        hint: 'Plan again, or restore the files that the plan was made from.',
      });
    }
    return verbs.push(image, to);
  };
}
