import { EXHAUSTIVE } from '../exhaustive';

/** Numbers from `first` up, each `step` after the one before. */
export interface Numbers {
  readonly first: number;
  readonly step: number;
}

/** All numbers from 1. */
const EVERY: Numbers = { first: 1, step: 1 };

/**
 * All numbers from 1 when everything is to be tried; else one of `step`, from a start that is drawn anew for each run and
 * printed, so that many runs see them all.
 */
export function drawn(step: number): Numbers {
  if (EXHAUSTIVE) return EVERY;
  const first = 1 + Math.floor(Math.random() * step);
  process.stderr.write(`every ${step}th from ${first}\n`);
  return { first, step };
}

/** All of them when everything is to be tried; else one of `step`. */
export function drawnOf<T>(all: readonly T[], step: number): readonly T[] {
  const numbers = drawn(step);
  return all.filter((_, index) => index % numbers.step === numbers.first - 1);
}

/** Runs `work` on the numbers in order, `atOnce` at a time, until it returns true for the last one. */
export async function runUpTo(
  { first, step }: Numbers,
  atOnce: number,
  work: (n: number) => Promise<boolean>,
): Promise<number> {
  let next = first;
  let last = Infinity;
  const runLane = async (): Promise<void> => {
    while (next < last) {
      const n = next;
      next += step;
      if (await work(n)) last = Math.min(last, n);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, runLane));
  return last;
}
