import { FaultSwitches } from '../../adapters/helix-cloud-emulator';
import type { OperationName } from './document';

/** The kinds of faults, by their effect on a call. */
export type FlyFault =
  /** The answer comes `ms` later. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** 429, nothing done; null: without `Retry-After`, which Fly does not promise. */
  | { readonly kind: 'rate-limit'; readonly retryAfterSeconds: number | null }
  /** This status, nothing done. */
  | {
      readonly kind: 'refuse';
      readonly status: 400 | 401 | 403 | 404 | 409 | 412 | 422;
      readonly word?: string;
    }
  /** 500, nothing done. */
  | { readonly kind: 'error-before-commit' }
  /** 503, nothing done. */
  | { readonly kind: 'unavailable' }
  /** Done, but the answer is 500. */
  | { readonly kind: 'error-after-commit' }
  /** 408, nothing done. */
  | { readonly kind: 'timeout-before-commit' }
  /** Done, but the answer is 408: what was to be made took too long. */
  | { readonly kind: 'timeout-after-commit' }
  /** The connection breaks, nothing done. */
  | { readonly kind: 'drop-before-commit' }
  /** Done, but the connection breaks in place of an answer. */
  | { readonly kind: 'drop-after-commit' }
  /** 412 `insufficient_capacity`, nothing done: no host has room. */
  | { readonly kind: 'no-room' }
  /** 412 `volume_placement_capacity`, nothing done: the host of the volume has no room. */
  | { readonly kind: 'volume-host-full' }
  /** A list as it was before the last change. */
  | { readonly kind: 'stale-list' }
  /** 409, nothing done: for some seconds somebody else holds the lease of the machine. */
  | { readonly kind: 'foreign-lease'; readonly seconds: number };

/** The fault rules of a stand-in. */
export class FlyFaults extends FaultSwitches<FlyFault, OperationName> {}

/** One of each kind; the compiler sees to it that none is left out. */
export const EVERY_FAULT: { readonly [Kind in FlyFault['kind']]: Extract<FlyFault, { kind: Kind }> } = {
  latency: { kind: 'latency', ms: 2000 },
  'rate-limit': { kind: 'rate-limit', retryAfterSeconds: 1 },
  refuse: { kind: 'refuse', status: 404 },
  'error-before-commit': { kind: 'error-before-commit' },
  unavailable: { kind: 'unavailable' },
  'error-after-commit': { kind: 'error-after-commit' },
  'timeout-before-commit': { kind: 'timeout-before-commit' },
  'timeout-after-commit': { kind: 'timeout-after-commit' },
  'drop-before-commit': { kind: 'drop-before-commit' },
  'drop-after-commit': { kind: 'drop-after-commit' },
  'no-room': { kind: 'no-room' },
  'volume-host-full': { kind: 'volume-host-full' },
  'stale-list': { kind: 'stale-list' },
  'foreign-lease': { kind: 'foreign-lease', seconds: 5 },
};
