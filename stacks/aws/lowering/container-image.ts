import { ACCOUNT_MARK } from './placeholders';
import { partitionOf } from './partition';

/** Where a machine's image comes from; marks may stand in it. */
export interface ContainerImage {
  readonly reference: string;
  /** The ECR repository that the machine's role has to be let in to; null: another registry. */
  readonly ecr: { readonly registry: string; readonly arn: string } | null;
}

const ECR =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(?<repository>[^:@]+)/;

/** An image by its reference; or the one that Helix builds, by the digest that is its tag, from the repository beside. */
export function containerImage(image: string, repository: string, region: string): ContainerImage {
  const tag = /^sha256:(?<tag>[0-9a-f]{64})$/.exec(image)?.groups?.['tag'];
  if (tag !== undefined) {
    const ecr = ecrRepository({ account: ACCOUNT_MARK, region, repository });
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
