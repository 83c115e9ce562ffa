import { contextOf } from './project-contents';
import { Image } from '../../constructs';
import type { HelixProject } from '../../constructs';
import type { DbConfig, ImageBuild, InstanceBase } from '../config/config';
import { LEAVES_THIS_HOST } from '../config/helix-toml/instances/image-build';
import { encodeImage } from '../resources/image/image';
import { imageDigest } from '../resources/image/source';
import type { ImageDestination, PulledImageInputs } from '../resources/image/image';
import type { ImageSource } from '../resources/image/source';
import { GENERATOR_VERSION } from '../resources/helix-image/generated-dockerfile';
import { digestOf } from '../values/digest';
import type { BuildContext } from './project-contents';
import type { TreeInput } from './tree-input';
import { dbConfigInputs, envInputs } from './inputs';

const DOCKER = { engine: 'docker', provider: 'docker' } as const;

/** The build context of a project that has none. */
export const NO_CONTEXT: BuildContext = {
  place: { directory: '.', dockerfile: 'Dockerfile' },
  digest: '',
  files: {},
  fileCount: 0,
  bytes: 0,
  dockerfileText: '',
  notes: [],
};

interface BuiltFrom extends InstanceBase {
  readonly buildMode: 'dev' | 'release';
  readonly db: DbConfig;
}

/** The place of a built image, its scope, and the way in which it is built. */
interface Wanted {
  readonly destination: ImageDestination;
  readonly build: ImageBuild;
  readonly scope?: 'shared' | 'local';
}

/** An image of the tree, and the name by which it is run: its digest, or the reference that it is pulled by. */
export interface NamedImage {
  readonly image: Image;
  readonly reference: string;
}

/** An image built from the project's Dockerfile; without one, from its schema and queries. */
export function builtImage(
  project: HelixProject,
  instance: BuiltFrom,
  input: TreeInput,
  wanted: Wanted,
): NamedImage {
  const context = contextOf(input.contents, instance.name);
  if (context !== undefined) return dockerfileImage(project, instance, input, { ...wanted, context });
  return imageFrom(project, instance, wanted, null, {
    type: 'queries',
    buildMode: instance.buildMode,
    dbConfig: dbConfigInputs(instance.db),
    queries: digestOf(input.contents.queries),
    recipe: input.config.recipe,
    generator: GENERATOR_VERSION,
    platforms: queriesPlatforms(wanted),
    runtime: input.config.containerRuntime,
  });
}

/** An image that stays on this host is built for it; one that leaves it runs on amd64 unless the table says otherwise. */
function queriesPlatforms({ build, destination }: Wanted): readonly string[] {
  return build.platforms.length > 0 || destination.type === 'engine' ? build.platforms : [LEAVES_THIS_HOST];
}

/** An image built from a Dockerfile of the project. */
export function dockerfileImage(
  project: HelixProject,
  instance: InstanceBase,
  input: TreeInput,
  wanted: Wanted & { readonly context: BuildContext },
): NamedImage {
  const { build, context } = wanted;
  const { directory, dockerfile } = context.place;
  return imageFrom(project, instance, wanted, context.digest, {
    type: 'dockerfile',
    directory,
    dockerfile,
    context: context.files ?? context.digest,
    target: build.target,
    buildArgs: envInputs(build.buildArgs),
    platforms: build.platforms,
    runtime: input.config.containerRuntime,
    revision: input.config.build.rebuild,
  });
}

/** An image that others have built, pulled to this host. */
export function pulledImage(
  project: HelixProject,
  instance: InstanceBase,
  pulled: Omit<PulledImageInputs, 'type'>,
): NamedImage {
  const image = new Image(project, instance.name, {
    ...DOCKER,
    source: instance.source,
    scope: 'local',
    inputs: encodeImage({ type: 'pulled', ...pulled }),
  });
  return { image, reference: pulled.reference };
}

function imageFrom(
  project: HelixProject,
  instance: InstanceBase,
  { destination, scope = 'shared' }: Wanted,
  context: string | null,
  from: ImageSource,
): NamedImage {
  const digest = imageDigest(from, context);
  const image = new Image(project, instance.name, {
    ...DOCKER,
    source: instance.source,
    scope,
    inputs: encodeImage({ type: 'built', from, destination, digest }),
  });
  return { image, reference: digest };
}
