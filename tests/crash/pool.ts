/** Runs `work` on the numbers from `first` up, so many at once, until it answers true: that was the last one. */
export async function upTo(
  first: number,
  atOnce: number,
  work: (n: number) => Promise<boolean>,
): Promise<number> {
  let next = first;
  let last = Infinity;
  const lane = async (): Promise<void> => {
    while (next < last) {
      const n = next;
      next += 1;
      if (await work(n)) last = Math.min(last, n);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return last;
}
