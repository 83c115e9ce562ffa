import type { Lock, Region } from './lock-file';
import { didYouMean } from '../../values/did-you-mean';
import type { Place } from '../text/places';
import type { ProblemList } from '../validation/problems';

/** The default region of clusters: the only one that the HelixDB CLI ever offered. */
const FALLBACK_REGION = 'us-east-1';

/** The regions of one endpoint by `helix.lock.json`; empty when the lock was written for another endpoint. */
export class LockRegions {
  readonly #regions: ReadonlyMap<string, Region>;

  constructor(lock: Lock | null, endpoint: string) {
    const cloud = lock?.helixCloud;
    const known = cloud?.endpoint.replace(/\/+$/, '') === endpoint ? cloud.regions : [];
    this.#regions = new Map(known.map((region) => [region.id, region]));
  }

  /** The region of a cluster that does not name one. */
  get defaultRegion(): string {
    return [...this.#regions.values()].find((region) => region.default)?.id ?? FALLBACK_REGION;
  }

  /** Reports a region that the endpoint does not have. Without a lock, every region is accepted. */
  checkRegion(region: string, place: () => Place, problems: ProblemList): boolean {
    if (this.#regions.size === 0 || this.#regions.has(region)) return true;
    problems.error({
      code: 'unknown-region',
      message: `Helix Cloud has no region \`${region}\`.`,
      hint: `${didYouMean(region, this.#regions.keys()) ?? `It has ${list(this.#regions.keys())}.`} ${UPDATE}`,
      place,
    });
    return false;
  }

  /** Reports a size that the region does not have. */
  checkSize(region: string, size: string, place: () => Place, problems: ProblemList): void {
    const sizes = this.#regions.get(region)?.sizes;
    if (sizes === undefined || sizes.some(({ id }) => id === size)) return;
    const ids = sizes.map(({ id }) => id);
    problems.error({
      code: 'unknown-size',
      message: `The region \`${region}\` has no size \`${size}\`.`,
      hint: `${didYouMean(size, ids) ?? `It has ${list(ids)}.`} ${UPDATE}`,
      place,
    });
  }
}

const UPDATE = 'Run `helix cloud regions --update` to update the list.';

function list(ids: Iterable<string>): string {
  return Array.from(ids, (id) => `\`${id}\``).join(', ');
}
