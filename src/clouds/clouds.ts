import type { CloudProvider } from '../config/config';

/** A cloud that has machines to rent; `auto` is the choice among them. */
export type RealCloud = Exclude<CloudProvider, 'auto'>;

interface CloudFacts {
  readonly defaultRegion: string;
  /** What its region names look like: the shape only, for new regions open. */
  readonly region: RegExp;
  /** Where a spare-capacity price exists. */
  readonly spot: boolean;
}

const CLOUDS: Readonly<Record<RealCloud, CloudFacts>> = {
  aws: { defaultRegion: 'us-east-1', region: /^[a-z]{2}(-[a-z]+){1,2}-\d$/, spot: true },
  google: { defaultRegion: 'us-central1', region: /^[a-z]+-[a-z]+\d{1,2}$/, spot: true },
  azure: { defaultRegion: 'eastus', region: /^[a-z]{4,}\d?$/, spot: true },
  digitalocean: { defaultRegion: 'nyc3', region: /^[a-z]{3}\d$/, spot: false },
  vultr: { defaultRegion: 'ewr', region: /^[a-z]{3}$/, spot: false },
};

/** The clouds by name, in the order in which they are listed. */
export const CLOUD_NAMES = Object.keys(CLOUDS) as readonly RealCloud[];

export function isRealCloud(name: string): name is RealCloud {
  return Object.hasOwn(CLOUDS, name);
}

/** The region that a machine runs in when nothing names one; null for `auto`, which chooses. */
export function defaultRegionOf(cloud: CloudProvider): string | null {
  return cloud === 'auto' ? null : CLOUDS[cloud].defaultRegion;
}

/** Whether the cloud rents spare capacity at a lower price. `auto` can choose one that does. */
export function hasSpot(cloud: CloudProvider): boolean {
  return cloud === 'auto' || CLOUDS[cloud].spot;
}

/** Whether `region` has the shape of the cloud's region names; `auto` takes any cloud's. */
export function isRegionOf(cloud: CloudProvider, region: string): boolean {
  return cloud === 'auto' ? cloudsOf(region).length > 0 : CLOUDS[cloud].region.test(region);
}

/** What to write instead of a name that is no region of the cloud. */
export function regionHint(cloud: CloudProvider, region: string): string {
  const zone = /^(.*\d)-?[a-f]$/.exec(region)?.[1];
  if (zone !== undefined && isRegionOf(cloud, zone)) {
    return `That is a zone: write its region, \`${zone}\`.`;
  }
  const lower = region.toLowerCase().replaceAll(' ', '');
  if (lower !== region && isRegionOf(cloud, lower)) return `Did you mean \`${lower}\`?`;
  const [other] = cloudsOf(region);
  if (other !== undefined) return `It looks like a region of \`${other}\`.`;
  return cloud === 'auto'
    ? 'Leave `region` out, and it is chosen as well.'
    : `Its regions are written like \`${CLOUDS[cloud].defaultRegion}\`.`;
}

function cloudsOf(region: string): RealCloud[] {
  return CLOUD_NAMES.filter((name) => CLOUDS[name].region.test(region));
}
