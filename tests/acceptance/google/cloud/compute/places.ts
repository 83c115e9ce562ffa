import { refuseCompute } from '../errors';

const THREE = ['a', 'b', 'c'];
/** The regions of the stand-in with the letters of their zones, which do not always begin with `a`. */
export const REGIONS: Readonly<Record<string, readonly string[]>> = {
  'us-central1': ['a', 'b', 'c', 'f'],
  'us-east1': ['b', 'c', 'd'],
  'us-east4': THREE,
  'us-west1': THREE,
  'europe-west1': ['b', 'c', 'd'],
  'europe-west3': THREE,
  'europe-west4': THREE,
  'asia-east1': THREE,
  'asia-southeast1': THREE,
};

export const ROOT = 'https://www.googleapis.com/compute/v1/';

/** `europe-west1` */
export function regionOf(zone: string): string {
  return zone.slice(0, zone.lastIndexOf('-'));
}

export function zonesOf(region: string): readonly string[] {
  return (REGIONS[region] ?? []).map((letter) => `${region}-${letter}`);
}

export function checkZone(project: string, zone: string): void {
  if (zonesOf(regionOf(zone)).includes(zone)) return;
  refuseCompute(404, 'notFound', `The resource 'projects/${project}/zones/${zone}' was not found`);
}

/** The last part of a link. */
export function nameIn(link: string): string {
  return link.slice(link.lastIndexOf('/') + 1);
}
