/** A fault and its condition; it always occurs when neither `rate` nor `next` is given. */
export interface SwitchRule<Kinds extends { readonly kind: string }, Operation extends string> {
  readonly fault: Kinds;
  /** Probability, 0 to 1. */
  readonly rate?: number;
  /** The number of remaining times, counted down. */
  next?: number;
  /** Only in these operations. */
  readonly operations?: readonly Operation[];
}

/** The fault rules of an API. `rules` may be changed at any time; the random numbers are repeatable. */
export class FaultSwitches<Kinds extends { readonly kind: string }, Operation extends string> {
  rules: SwitchRule<Kinds, Operation>[];
  #seed = 1;
  #dice = 1;

  constructor(rules: readonly SwitchRule<Kinds, Operation>[] = [], seed = 1) {
    this.rules = [...rules];
    this.seed = seed;
  }

  get seed(): number {
    return this.#seed;
  }

  /** Setting it restarts the sequence. */
  set seed(seed: number) {
    this.#seed = seed;
    this.#dice = seed;
  }

  /** Returns the fault of that kind that occurs in this operation now, if any, and counts down its `next`. */
  take<Kind extends Kinds['kind']>(
    kind: Kind,
    operation: Operation,
  ): Extract<Kinds, { readonly kind: Kind }> | undefined {
    for (const rule of this.rules) {
      if (rule.fault.kind !== kind) continue;
      if (rule.operations !== undefined && !rule.operations.includes(operation)) continue;
      if (rule.next !== undefined && rule.next <= 0) continue;
      if (rule.rate !== undefined && this.#roll() >= rule.rate) continue;
      if (rule.next !== undefined) rule.next -= 1;
      return rule.fault as Extract<Kinds, { readonly kind: Kind }>;
    }
    return undefined;
  }

  // mulberry32: small and repeatable.
  #roll(): number {
    this.#dice = (this.#dice + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#dice ^ (this.#dice >>> 15), 1 | this.#dice);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
}
