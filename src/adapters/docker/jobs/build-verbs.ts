import { HelixError } from '../../../errors';
import type { BuildVerbs, DeclaredImage, Obstacle, Verification } from '../../../ports/engine-verbs';
import { decodeImageOutputs } from '../../../resources/image/outputs';
import type { BuiltImageInputs } from '../../../resources/image/image';
import type { ImageOutputs } from '../../../resources/image/outputs';
import type { ResourceRecord } from '../../../state/state';
import type { OpenLayoutBuilder } from '../buildx/open-builder';
import { buildImage } from '../images/build/build-image';
import type { ImageSite } from '../images/image-site';
import { resourceIn } from '../observe';
import type { Observer } from '../observe';
import { readBuilds } from './build-files';
import { layersIn } from './image-layers';
import { verifyBuild } from './verify-build';
import type { RecordedImage } from './verify-build';

/** The parts of the engine that its builds need. */
export interface BuildVerbOptions extends Pick<
  ImageSite,
  | 'clock'
  | 'project'
  | 'folder'
  | 'sources'
  | 'readProxies'
  | 'readSourceUrl'
  | 'findLogin'
  | 'findBaseDigest'
  | 'packBuildContext'
  | 'packGenerated'
> {
  readonly openLayoutBuilder: OpenLayoutBuilder;
  /** Finds why this host cannot build an image; null where it can. */
  readonly findObstacle: (
    inputs: BuiltImageInputs,
    dockerfile: { readonly path: string; readonly text: string } | null,
  ) => Promise<HelixError | null>;
}

/** The commands about images that are built. */
export function buildVerbs(options: BuildVerbOptions, observer: Observer): BuildVerbs {
  const findObstacle = async ({ image, dockerfileText }: DeclaredImage): Promise<readonly Obstacle[]> => {
    const resource = resourceIn(image);
    if (resource.kind !== 'built') return [];
    const { from } = resource.inputs;
    const isOwn = from.type === 'dockerfile' && dockerfileText !== null;
    const dockerfile = isOwn ? { path: from.dockerfile, text: dockerfileText } : null;
    const found = await options.findObstacle(resource.inputs, dockerfile);
    return found === null
      ? []
      : [{ address: image.address, message: found.message, hint: found.hint ?? null }];
  };
  return {
    findObstacles: async (images) => (await Promise.all(images.map(findObstacle))).flat(),
    list: () => readBuilds(options.folder),
    verify: (record, signal) => verifyRecord(record, signal, options, observer),
  };
}

async function verifyRecord(
  record: ResourceRecord,
  signal: AbortSignal,
  options: BuildVerbOptions,
  observer: Observer,
): Promise<Verification> {
  const resource = resourceIn(record);
  if (resource.kind !== 'built') {
    throw new HelixError('refused', `${record.address} was not built by Helix: it cannot be built again.`);
  }
  const outputs = decodeImageOutputs(record.address, record.outputs);
  const { epoch } = outputs;
  if (epoch === null) return { outcome: 'impossible' };
  const { clock, project, folder, sources, findLogin, findBaseDigest } = options;
  const { readProxies, readSourceUrl, packBuildContext, packGenerated } = options;
  const engine = await observer.engineOf(resource);
  const open = await observer.openRegistry(record.name, resource.inputs);
  const recorded = recordedImage(outputs, resource.inputs, { record, observer });
  const builder = await options.openLayoutBuilder(record.name, engine);
  let result: Verification | undefined;
  const site: ImageSite = {
    engine,
    clock,
    project,
    folder,
    sources,
    readProxies,
    readSourceUrl,
    findLogin,
    findBaseDigest,
    packBuildContext,
    packGenerated,
    owner: observer.ownerOf(record.address),
    instance: record.name,
    fetch: observer.fetch,
    assertHeld: () => undefined,
    phase: () => undefined,
    stopping: signal,
    openRegistry: () => Promise.resolve(open),
    isRebuild: true,
    isElsewhere: false,
    readEpoch: () => Promise.resolve(epoch),
    builder: {
      pushes: open !== null,
      build: async (request) => {
        result = await verifyBuild(builder, request, recorded);
        return { imageId: null, digest: null, pushed: false, steps: { of: 0, cached: 0 } };
      },
    },
  };
  await buildImage(site, resource.inputs, open);
  if (result === undefined) throw new Error('the image was not built');
  return result;
}

function recordedImage(
  { id, pushed }: ImageOutputs,
  inputs: BuiltImageInputs,
  { record, observer }: { readonly record: ResourceRecord; readonly observer: Observer },
): RecordedImage {
  return {
    digest: pushed?.digest ?? id ?? '',
    isPushed: pushed !== null,
    readLayers: async () => {
      const open = await observer.openRegistry(record.name, inputs);
      if (open !== null && pushed !== null) {
        const configs = await open.registry.readConfigs(open.repository, pushed.digest);
        return new Map([...configs].map(([platform, text]) => [platform, digestsIn(text)]));
      }
      const engine = await observer.engineOf(resourceIn(record));
      const found = await engine.find((docker) => docker.getImage(id ?? '').inspect());
      return new Map([['', found?.RootFS.Layers ?? []]]);
    },
  };
}

function digestsIn(config: string): readonly string[] {
  return layersIn(config).map(({ digest }) => digest);
}
