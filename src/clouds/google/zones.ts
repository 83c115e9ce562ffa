/** The regions whose zones begin with another letter than `a`. */
const FIRST: Readonly<Record<string, string>> = { 'us-east1': 'b', 'europe-west1': 'b' };

/** The other regions, whose first zone is `a`. */
const FROM_A = [
  'africa-south1',
  'asia-east1',
  'asia-east2',
  'asia-northeast1',
  'asia-northeast2',
  'asia-northeast3',
  'asia-south1',
  'asia-south2',
  'asia-southeast1',
  'asia-southeast2',
  'australia-southeast1',
  'australia-southeast2',
  'europe-central2',
  'europe-north1',
  'europe-north2',
  'europe-southwest1',
  'europe-west2',
  'europe-west3',
  'europe-west4',
  'europe-west6',
  'europe-west8',
  'europe-west9',
  'europe-west10',
  'europe-west12',
  'me-central1',
  'me-central2',
  'me-west1',
  'northamerica-northeast1',
  'northamerica-northeast2',
  'northamerica-south1',
  'southamerica-east1',
  'southamerica-west1',
  'us-central1',
  'us-east4',
  'us-east5',
  'us-south1',
  'us-west1',
  'us-west2',
  'us-west3',
  'us-west4',
];

/** Whether a zone of Google Cloud lies in a region. */
export function isZoneOf(zone: string, region: string): boolean {
  return zone.startsWith(`${region}-`) && /^[a-z]$/.test(zone.slice(region.length + 1));
}

/**
 * Returns the first zone of a region of Google Cloud, and null for a region that is not in the table: its zones need not
 * begin with `a`. A machine stays in the zone that it was given, so a line never changes.
 */
export function firstZoneOf(region: string): string | null {
  const letter = FROM_A.includes(region) ? 'a' : FIRST[region];
  return letter === undefined ? null : `${region}-${letter}`;
}
