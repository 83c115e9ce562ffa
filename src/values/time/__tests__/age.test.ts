import { ageText } from '../age';

test.each([
  ['2026-11-30', 'today'],
  ['2026-12-01', 'today'],
  ['2026-11-29', '1 day old'],
  ['2026-10-09', '52 days old'],
  ['2026-09-01', '3 months old'],
  ['2025-04-01', '20 months old'],
  ['2024-07-18T09:00:00.000Z', '28 months old'],
])('a price of %s is %s on 2026-11-30', (date, text) => {
  expect(ageText(date, '2026-11-30T10:00:00.000Z')).toBe(text);
});
