import { DEFAULT_RETRY, delayBefore, isTransientStatus, parseRetryAfter } from '../retry-policy';

const NOW = new Date('2026-11-20T10:00:00Z');

test.each([
  ['3', 3000],
  ['0', 0],
  ['Fri, 20 Nov 2026 10:00:07 GMT', 7000],
  ['Fri, 20 Nov 2026 09:59:00 GMT', 0],
  ['-5', null],
  ['soon', null],
  ['', null],
  [null, null],
])('Retry-After %j is %j milliseconds', (header, expected) => {
  expect(parseRetryAfter(header, NOW)).toBe(expected);
});

test('the backoff doubles, is drawn from its whole range, and stops growing at the cap', () => {
  const policy = { ...DEFAULT_RETRY, baseMs: 100, capMs: 350 };
  const longest = [2, 3, 4, 5].map((next) => delayBefore(next, null, policy, 0.999999));
  expect(longest).toEqual([100, 200, 350, 350]);
  expect(delayBefore(5, null, policy, 0)).toBe(0);
});

test('what the server asks for is the least that is waited', () => {
  const policy = { ...DEFAULT_RETRY, baseMs: 100 };
  expect(delayBefore(2, 5000, policy, 0)).toBe(5000);
  expect(delayBefore(2, 5000, policy, 0.5)).toBe(5050);
});

test('429 and server errors are transient, refusals and 501 are not', () => {
  expect([408, 429, 500, 502, 503, 504].map(isTransientStatus)).not.toContain(false);
  expect([200, 400, 401, 403, 404, 409, 422, 501].map(isTransientStatus)).not.toContain(true);
});
