/** No more than this many candidates are compared letter by letter. */
const COMPARED = 20;

/** Returns ``Did you mean `size`?``, or undefined when nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const nearest = nearestWord(word, candidates);
  return nearest === undefined ? undefined : `Did you mean \`${nearest}\`?`;
}

/**
 * Returns the candidate that differs from `word` by a typing error or another spelling (`TTL`, `min-cpu`).
 * Short words must be nearer: one error up to five letters, two up to eight, then three.
 */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  const allowed = word.length <= 5 ? 1 : word.length <= 8 ? 2 : 3;
  const plain = plainly(word);
  const near: string[] = [];
  for (const candidate of candidates) {
    if (plainly(candidate) === plain) return candidate;
    if (Math.abs(candidate.length - word.length) <= allowed) near.push(candidate);
  }
  near.sort((a, b) => likeness(b, word) - likeness(a, word));
  let best: string | undefined;
  let bestDistance = allowed + 1;
  for (const candidate of near.slice(0, COMPARED)) {
    const distance = slips(plain, plainly(candidate));
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

function plainly(word: string): string {
  return word.toLowerCase().replaceAll('-', '_');
}

// A cheap order of comparison: candidates with the same first and last letter come first.
function likeness(candidate: string, word: string): number {
  return Number(candidate[0] === word[0]) * 2 + Number(candidate.at(-1) === word.at(-1));
}

/** Counts the insertions, deletions, substitutions and swaps of neighbors between two words. */
function slips(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1];
      let least = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        least = Math.min(least, at(beforeLast, j - 2) + 1);
      }
      row.push(least);
    }
    [beforeLast, last] = [last, row];
  }
  return at(last, to.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
