const RUNS = 3;

/**
 * Returns how many times as much of the processor `work` takes for eight times as much to do: about 8 where it is
 * linear, 64 where it is quadratic. Unlike seconds, that is the same on a slow machine and on a busy one.
 */
export function growth(count: number, work: (count: number) => void): number {
  // The first run is that of code which is not compiled yet.
  work(count);
  const few = Math.min(...Array.from({ length: RUNS }, () => cpuMs(() => work(count))));
  return cpuMs(() => work(8 * count)) / few;
}

/** Returns how much of the processor something takes, in milliseconds. */
export function cpuMs(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
