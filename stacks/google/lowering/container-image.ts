import { isBuiltImage } from '../../../src/resources/machine';
import { IMAGE_HOST_PLACEHOLDER, IMAGE_PLACEHOLDER } from '../../lowering/placeholders';
import { PROJECT_PLACEHOLDER } from './placeholders';
import { repositoryId } from './names';

/** The source of a machine's image. Its texts may contain placeholders. */
export interface ContainerImage {
  readonly reference: string;
  /** The repository in Artifact Registry that the machine must be allowed to pull from; null: another registry. */
  readonly repository: ArtifactRepository | null;
}

export interface ArtifactRepository {
  /** The host that the machine logs in to. */
  readonly host: string;
  readonly project: string;
  readonly location: string;
  readonly id: string;
}

const ARTIFACT_REGISTRY =
  /^(?<host>(?<location>[a-z0-9-]+)-docker\.pkg\.dev)\/(?<project>[a-z0-9.:-]+)\/(?<id>[a-z0-9-]+)\//;

/** The image of a reference; or one that Helix builds and pushes to the machine's repository before the machine is made. */
export function containerImage(image: string, name: string, region: string): ContainerImage {
  if (isBuiltImage(image)) {
    // The host is the one that the image was pushed to, which need not be the cloud's own.
    const place = { host: IMAGE_HOST_PLACEHOLDER, project: PROJECT_PLACEHOLDER, location: region };
    return { reference: IMAGE_PLACEHOLDER, repository: { ...place, id: repositoryId(name) } };
  }
  const { host, location, project, id } = ARTIFACT_REGISTRY.exec(image)?.groups ?? {};
  if (host === undefined || location === undefined || project === undefined || id === undefined) {
    return { reference: image, repository: null };
  }
  return { reference: image, repository: { host, location, project, id } };
}
