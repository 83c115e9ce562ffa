/** `npm run test:proof`: all cases are tried where there are too many for each day; else a part of them is drawn. */
export const EXHAUSTIVE = process.env['HELIX_EXHAUSTIVE'] === '1';

/** How long one acceptance test may take: only one that hangs takes longer, on any machine. */
export const HANG_MS = EXHAUSTIVE ? 6 * 3_600_000 : 2_400_000;
