/** The kinds of faults, by what they do to a call. */
export type FaultKind =
  /** 429, nothing done. */
  | 'rate-limit'
  /** 500, nothing done. */
  | 'error-before'
  /** Done, but the answer is 500. */
  | 'error-after'
  /** Done, but the answer is 408, as when a creation takes too long. */
  | 'timeout-after'
  /** The connection breaks, nothing done. */
  | 'drop-before'
  /** Done, but the connection breaks in place of an answer. */
  | 'drop-after'
  /** 412 `insufficient_capacity`, nothing done: no host has room. */
  | 'no-room'
  /** 412 `volume_placement_capacity`, nothing done: the host of the volume has no room. */
  | 'volume-host-full'
  /** A list as it was before the last change. */
  | 'stale-list'
  /** 409, nothing done: for five seconds somebody else holds the lease of the machine. */
  | 'foreign-lease';

export const FAULT_KINDS: readonly FaultKind[] = [
  'rate-limit',
  'error-before',
  'error-after',
  'timeout-after',
  'drop-before',
  'drop-after',
  'no-room',
  'volume-host-full',
  'stale-list',
  'foreign-lease',
];

/** A fault and when it occurs; always where neither `rate` nor `next` is given. */
export interface FaultRule {
  readonly kind: FaultKind;
  /** Probability, 0 to 1. */
  readonly rate?: number;
  /** The number of remaining times, counted down. */
  next?: number;
  /** Only in these calls, by their `operationId`. */
  readonly operations?: readonly string[];
}

/** The calls that a kind of fault can occur in. */
const CALLS: Readonly<Record<FaultKind, RegExp>> = {
  'rate-limit': /^/,
  'error-before': /^/,
  'error-after': /^(create|delete|assign|release|set|extend|update|start|stop|restart|take)/,
  'timeout-after': /^(createMachine|updateMachine|createApp|createVolume)$/,
  'drop-before': /^/,
  'drop-after': /^(create|delete|assign|release|set|extend|update|start|stop|restart|take)/,
  'no-room': /^(createMachine|updateMachine|createVolume)$/,
  'volume-host-full': /^(createMachine|updateMachine)$/,
  'stale-list': /^list(Machines|Volumes|Ips)$/,
  'foreign-lease': /^takeLease$/,
};

/** The rules, which a test may change at any time. Their random numbers are repeatable. */
export class Faults {
  rules: FaultRule[] = [];
  #dice: number;

  constructor(seed = 1) {
    this.#dice = seed;
  }

  /** Takes the fault that occurs in this call, if any, and counts down its `next`. */
  take(operation: string): FaultKind | null {
    for (const rule of this.rules) {
      if (!CALLS[rule.kind].test(operation)) continue;
      if (rule.operations !== undefined && !rule.operations.includes(operation)) continue;
      if (rule.next !== undefined && rule.next <= 0) continue;
      if (rule.rate !== undefined && this.#roll() >= rule.rate) continue;
      if (rule.next !== undefined) rule.next -= 1;
      return rule.kind;
    }
    return null;
  }

  // mulberry32: small and repeatable.
  #roll(): number {
    this.#dice = (this.#dice + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#dice ^ (this.#dice >>> 15), 1 | this.#dice);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
}
