/**
 * The number that all chance of a test file comes from: drawn anew for each run and printed; `HELIX_SEED` repeats one.
 */
export function drawnSeed(): number {
  const given = process.env['HELIX_SEED'];
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  process.stderr.write(`HELIX_SEED=${seed}\n`);
  return seed;
}
