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

/** The image of a reference; or of a digest, which is the tag of an image that Helix builds, in the machine's repository. */
export function containerImage(image: string, repository: string, region: string): ContainerImage {
  const tag = /^sha256:(?<tag>[0-9a-f]{64})$/.exec(image)?.groups?.['tag'];
  if (tag !== undefined) {
    const ecr = ecrRepository({ account: ACCOUNT_PLACEHOLDER, region, repository });
    return { reference: `${ecr.registry}/${repository}:${tag}`, ecr };
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
