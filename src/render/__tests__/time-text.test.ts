import { distanceText, pastText } from '../time-text';

const NOW = '2026-11-18T12:00:00Z';

test('a distance says on which side of now a time is', () => {
  expect(distanceText('2026-11-18T14:00:00Z', NOW)).toBe('in 2h');
  expect(distanceText('2026-11-18T10:00:00Z', NOW)).toBe('2h ago');
});

test('what has happened is never said to happen later, also when the clock was set back since', () => {
  expect(pastText('2026-11-18T10:00:00Z', NOW)).toBe('2h ago');
  expect(pastText('2026-11-18T14:00:00Z', NOW)).toBe(
    'at 2026-11-18 14:00 UTC, which the clock of this host has yet to reach',
  );
});
