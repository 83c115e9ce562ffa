import { apiVersion } from '../connection/api-version';

test.each([
  ['an engine of 2020', '1.41', '1.12', 'v1.41'],
  ['a newer one than is known', '1.54', '1.24', 'v1.47'],
  ['one that no longer speaks what is known', '2.3', '2.0', 'v2.0'],
  ['one that does not tell its oldest', '1.41', null, 'v1.41'],
  ['one that answers something else', 'dev', null, 'v1.47'],
])('the version for %s', (_, newest, oldest, expected) => {
  expect(apiVersion({ newest, oldest })).toBe(expected);
});
