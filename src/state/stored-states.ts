/** How many states are kept. */
export const KEPT_STATES = 10;

/** A state that is stored, and the name of the one that it goes on from, when it is not whole. */
export interface StoredState {
  readonly serial: number;
  /** What it is stored as; never used again for anything else. */
  readonly name: string;
  readonly base?: string;
}

/** The newest states, with all that they go on from, and the others. The newest comes first. */
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

/** What the newest of these states goes on from, and itself; the oldest first. A name that nothing has ends it. */
export function chainOf(states: readonly StoredState[]): readonly string[] {
  const byName = new Map(states.map((state) => [state.name, state]));
  const chain: string[] = [];
  let next = states[0]?.name;
  // Each name once: what was damaged may go on from itself.
  for (; next !== undefined && !chain.includes(next); next = byName.get(next)?.base) chain.push(next);
  return chain.reverse();
}
