import type { Lock } from '../config/config';
import type { Json, JsonObject } from '../values/json';
import type { ResourceKind } from '../values/resource';

/** What is known of a resource's price: the size or type that is priced, and dollars an hour. */
export interface Rate {
  readonly pricedAs: string | null;
  readonly hourly: string | null;
}

export interface Priceable {
  readonly kind: ResourceKind;
  readonly provider: string;
  readonly region: string | null;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
}

export type Rates = (resource: Priceable) => Rate;

/** Containers on one's own machine cost nothing. */
const FREE: Rate = { pricedAs: null, hourly: '0' };
const UNKNOWN: Rate = { pricedAs: null, hourly: null };

/** The rates that a project's lock file pins, for one endpoint: a lock of another endpoint prices nothing. */
export function lockedRates(lock: Lock | null, endpoint: string): Rates {
  const cloud = lock?.helixCloud?.endpoint === endpoint ? lock.helixCloud : null;
  const regions = new Map((cloud?.regions ?? []).map((region) => [region.id, region]));
  return ({ kind, provider, region, inputs, outputs }) => {
    if (provider === 'docker' || kind === 'image') return FREE;
    if (kind !== 'cluster') return UNKNOWN;
    const sizes = regions.get(region ?? '')?.sizes ?? [];
    const asked = text(inputs['size']) ?? text(outputs['size']);
    const size = sizes.find((candidate) => (asked === null ? candidate.default : candidate.id === asked));
    return { pricedAs: size?.id ?? asked, hourly: size?.usdPerHour ?? null };
  };
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
