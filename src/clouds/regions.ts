import type { MachineFeature } from './cloud';
import { cloudOf, MACHINE_CLOUDS } from './index';
import type { CloudProvider, MachineCloud } from './index';

/** The region that a machine runs in when nothing names one; null for `auto`, which chooses. */
export function defaultRegionOf(provider: CloudProvider): string | null {
  return provider === 'auto' ? null : cloudOf(provider).regions.default;
}

/** Whether the cloud rents spare capacity at a lower price. `auto` can choose one that does. */
export function hasSpot(provider: CloudProvider): boolean {
  return provider === 'auto' || cloudOf(provider).spot;
}

/** Whether machines of the cloud have a feature. `auto` can choose one whose machines do. */
export function hasFeature(provider: CloudProvider, feature: MachineFeature): boolean {
  return provider === 'auto' || !cloudOf(provider).lacks.includes(feature);
}

/** Whether `region` has the shape of the cloud's region names; `auto` takes any cloud's. */
export function isRegionOf(provider: CloudProvider, region: string): boolean {
  return provider === 'auto' ? cloudsOf(region).length > 0 : hasShape(provider, region);
}

/** The suggestion for a name that is not a region of the cloud. */
export function regionHint(provider: CloudProvider, region: string): string {
  const zone = /^(.*\d)-?[a-f]$/.exec(region)?.[1];
  if (zone !== undefined && isRegionOf(provider, zone)) {
    return `That is a zone: write its region, \`${zone}\`.`;
  }
  const lower = region.toLowerCase().replaceAll(' ', '');
  if (lower !== region && isRegionOf(provider, lower)) return `Did you mean \`${lower}\`?`;
  const [other] = cloudsOf(region);
  if (other !== undefined) return `It looks like a region of \`${other}\`.`;
  return provider === 'auto'
    ? 'Leave `region` out, and it is chosen as well.'
    : `Its regions are written like \`${cloudOf(provider).regions.default}\`.`;
}

function cloudsOf(region: string): MachineCloud[] {
  return MACHINE_CLOUDS.filter((name) => hasShape(name, region));
}

function hasShape(cloud: MachineCloud, region: string): boolean {
  return cloudOf(cloud).regions.shape.test(region);
}
