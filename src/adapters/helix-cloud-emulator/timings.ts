/** The duration of each transition, in milliseconds. */
export interface Timings {
  readonly provisionMs: number;
  readonly updateMs: number;
  readonly stopMs: number;
  readonly startMs: number;
  readonly deleteMs: number;
  /** The time of a deployment for each file, and once more for its activation. */
  readonly deployStepMs: number;
}

/** Long enough to see every state, short enough to wait for. */
export const DEFAULT_TIMINGS: Timings = {
  provisionMs: 400,
  updateMs: 250,
  stopMs: 150,
  startMs: 200,
  deleteMs: 150,
  deployStepMs: 20,
};

/** Returns timings with another time for provisioning. No transition takes longer than that. */
export function timingsWith(provisionMs: number): Timings {
  const shortened = Object.entries({ ...DEFAULT_TIMINGS }).map(([name, ms]) => [
    name,
    Math.min(ms, provisionMs),
  ]);
  return { ...(Object.fromEntries(shortened) as unknown as Timings), provisionMs };
}
