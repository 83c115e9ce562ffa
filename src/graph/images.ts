import { Image } from '../../constructs';
import type { HelixProject } from '../../constructs';
import type { DbConfig, InstanceBase } from '../config/config';
import { encodeImage, imageDigest } from '../resources/image';
import type { ImageSource, PulledImageInputs } from '../resources/image';
import { digestOf } from '../values/digest';
import type { TreeInput } from './tree-input';
import { dbConfigInputs } from './inputs';

const DOCKER = { engine: 'docker', provider: 'docker' } as const;

interface BuiltFrom extends InstanceBase {
  readonly buildMode: 'dev' | 'release';
  readonly db: DbConfig;
}

/** The repository and the scope of an image. */
interface Destination {
  /** null: it stays where it is built. */
  readonly repository: string | null;
  readonly scope?: 'shared' | 'local';
}

/** An image of the tree, and the name by which it is run: its digest, or the reference that it is pulled by. */
export interface NamedImage {
  readonly image: Image;
  readonly reference: string;
}

/** An image built from the project's schema and queries. */
export function builtImage(
  project: HelixProject,
  instance: BuiltFrom,
  input: TreeInput,
  destination: Destination,
): NamedImage {
  return imageFrom(project, instance, destination, {
    type: 'queries',
    buildMode: instance.buildMode,
    dbConfig: dbConfigInputs(instance.db),
    queries: digestOf(input.contents.queries),
    // Every registry deployment runs on amd64, whatever host builds it.
    platform: 'linux/amd64',
    runtime: input.config.containerRuntime,
  });
}

/** An image built from the project's Dockerfile, for the architecture of the machine that runs it. */
export function dockerfileImage(
  project: HelixProject,
  instance: InstanceBase & { readonly arch: string },
  input: TreeInput,
  destination: Destination,
): NamedImage {
  return imageFrom(project, instance, destination, {
    type: 'dockerfile',
    context: input.contents.buildContext,
    platform: `linux/${instance.arch}`,
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
  { repository, scope = 'shared' }: Destination,
  from: ImageSource,
): NamedImage {
  const digest = imageDigest(from);
  const image = new Image(project, instance.name, {
    ...DOCKER,
    source: instance.source,
    scope,
    inputs: encodeImage({ type: 'built', from, repository, digest }),
  });
  return { image, reference: digest };
}
