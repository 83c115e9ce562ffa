import { isBuiltImage } from '../../../src/resources/machine';
import { IMAGE_HOST_PLACEHOLDER, IMAGE_PLACEHOLDER } from '../../lowering/placeholders';
import { ACCOUNT_PLACEHOLDER } from './placeholders';
import { partitionOf } from './partition';

/** The source of a machine's image. Its texts may contain placeholders. */
export interface ContainerImage {
  readonly reference: string;
  /** The ECR repository that the machine's role must be allowed to pull from; null: another registry. */
  readonly ecr: { readonly registry: string; readonly arn: string } | null;
}

const ECR =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(?<repository>[^:@]+)/;

/** The image of a reference; or one that Helix builds and pushes to the machine's repository before the machine is made. */
export function containerImage(image: string, repository: string, region: string): ContainerImage {
  if (isBuiltImage(image)) {
    const { arn } = ecrRepository({ account: ACCOUNT_PLACEHOLDER, region, repository });
    // The host is the one that the image was pushed to, which need not be the cloud's own.
    return { reference: IMAGE_PLACEHOLDER, ecr: { registry: IMAGE_HOST_PLACEHOLDER, arn } };
  }
  const place = ECR.exec(image)?.groups;
  if (place === undefined) return { reference: image, ecr: null };
  const { account = '', region: where = '', repository: name = '' } = place;
  return { reference: image, ecr: ecrRepository({ account, region: where, repository: name }) };
}

function ecrRepository(place: { account: string; region: string; repository: string }) {
  const { arn, domain } = partitionOf(place.region);
  return {
    registry: `${place.account}.dkr.ecr.${place.region}.${domain}`,
    arn: `arn:${arn}:ecr:${place.region}:${place.account}:repository/${place.repository}`,
  };
}
