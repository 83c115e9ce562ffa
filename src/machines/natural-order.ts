/**
 * Compares two names, with numbers by their value: `c6i` after `c5`, `v10` after `v9`. It uses no locale, so that the
 * order is the same on every host.
 */
export function naturalOrder(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const [one = '', other = ''] = [left[index], right[index]];
    if (one === other) continue;
    const [n, m] = [Number(one), Number(other)];
    if (!Number.isNaN(n) && !Number.isNaN(m) && n !== m) return n - m;
    return one < other ? -1 : 1;
  }
  return left.length - right.length;
}

function partsOf(name: string): readonly string[] {
  return name.match(/\d+|\D+/g) ?? [];
}
