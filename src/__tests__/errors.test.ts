import { EXIT_CODES, exitCodeOf, HelixError } from '../errors';
import type { ErrorKind } from '../errors';

const CODES: Record<ErrorKind, number> = {
  config: 1,
  state: 1,
  'not-found': 1,
  unreachable: 1,
  auth: 3,
  failed: 4,
  refused: 5,
  cancelled: 8,
  locked: 9,
  usage: 64,
};

describe('an exit code', () => {
  it.each(Object.entries(CODES) as [ErrorKind, number][])('of a %s error is %d', (kind, code) => {
    expect(exitCodeOf(new HelixError(kind, 'x'))).toBe(code);
  });

  it('of anything else is 70', () => {
    expect(exitCodeOf(new TypeError('x'))).toBe(70);
  });

  it('has a meaning, and only codes that are used have one', () => {
    const used = new Set([0, 2, 70, ...Object.values(CODES)]);
    expect(Object.keys(EXIT_CODES).map(Number)).toEqual([...used].sort((a, b) => a - b));
  });
});
