/** The durations of what passes by itself, in milliseconds. */
export interface Timings {
  readonly startMs: number;
  readonly stopMs: number;
  readonly destroyMs: number;
  /** From the start of a machine until its checks pass. */
  readonly checkMs: number;
  /** From the deletion of an app until its name is free. */
  readonly deleteAppMs: number;
  /** From the setting of a secret until machines see it that do not wait for its version. */
  readonly secretsMs: number;
}

export const USUAL_TIMINGS: Timings = {
  startMs: 2000,
  stopMs: 1000,
  destroyMs: 500,
  checkMs: 1000,
  deleteAppMs: 500,
  secretsMs: 1000,
};

/** The time that a deleted volume, or a destroyed machine, can still be read. */
export const REMEMBERED_MS = 24 * 60 * 60 * 1000;
