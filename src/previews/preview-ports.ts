/** The first port of previews, and how many there are: below those that the system hands out by itself. */
const FIRST = 20_000;
const COUNT = 12_000;

/**
 * Returns a port of this host for each container of a preview: the one that it has, else the first one from a place that
 * depends on the pull request and that nobody has. `taken` are the ports of everything else.
 */
export function previewPorts(
  number: number,
  names: readonly string[],
  own: ReadonlyMap<string, number>,
  taken: ReadonlySet<number>,
): ReadonlyMap<string, number> {
  const used = new Set(taken);
  const ports = new Map<string, number>();
  for (const name of names) {
    const port = own.get(name);
    if (port === undefined || used.has(port)) continue;
    used.add(port);
    ports.set(name, port);
  }
  let at = (number * 10) % COUNT;
  for (const name of names) {
    if (ports.has(name)) continue;
    while (used.has(FIRST + at)) at = (at + 1) % COUNT;
    used.add(FIRST + at);
    ports.set(name, FIRST + at);
  }
  return ports;
}
