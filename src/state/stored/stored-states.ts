/** The number of states that are kept. */
export const KEPT_STATES = 10;

/** A stored state, and the name of its base when it is a delta. */
export interface StoredState {
  readonly serial: number;
  /** The name that it is stored under; names are never reused. */
  readonly name: string;
  readonly base?: string;
}

/** Splits stored states into the newest with all their bases, and the others. The newest comes first. */
export function keptStates(states: readonly StoredState[]): {
  readonly kept: readonly StoredState[];
  readonly dropped: readonly StoredState[];
} {
  const bases = new Set<string>();
  const kept = states.filter(({ name, base }, index) => {
    if (index >= KEPT_STATES && !bases.has(name)) return false;
    if (base !== undefined) bases.add(base);
    return true;
  });
  return { kept, dropped: states.filter((state) => !kept.includes(state)) };
}

/** Returns the newest state and its bases, the oldest first, up to a name that is missing. */
export function chainOf(states: readonly StoredState[]): readonly string[] {
  const byName = new Map(states.map((state) => [state.name, state]));
  const chain: string[] = [];
  let next = states[0]?.name;
  // Visit each name once: a damaged state may name itself as its base.
  for (; next !== undefined && !chain.includes(next); next = byName.get(next)?.base) chain.push(next);
  return chain.reverse();
}
