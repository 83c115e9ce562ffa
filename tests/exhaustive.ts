/** `HELIX_EXHAUSTIVE=1`: all cases are tried where there are too many for each day; else a sample. */
export const EXHAUSTIVE = process.env['HELIX_EXHAUSTIVE'] === '1';
