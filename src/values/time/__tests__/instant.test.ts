import { parseInstant } from '../instant';

describe('parseInstant', () => {
  it.each([
    ['2026-12-01T00:00:00Z', '2026-12-01T00:00:00.000Z'],
    ['2026-12-01t00:00:00.5z', '2026-12-01T00:00:00.500Z'],
    ['2026-12-01 09:30:00+09:00', '2026-12-01T00:30:00.000Z'],
    ['2024-02-29T23:59:59-05:30', '2024-03-01T05:29:59.000Z'],
  ])('reads %s', (text, utc) => expect(parseInstant(text)).toBe(utc));

  it.each([
    ['no offset', '2026-12-01T00:00:00'],
    ['no time', '2026-12-01'],
    ['a day that the month lacks', '2026-02-30T00:00:00Z'],
    ['a leap day of another year', '2026-02-29T00:00:00Z'],
    ['a month that no year has', '2026-13-01T00:00:00Z'],
    ['hour 24', '2026-12-01T24:00:00Z'],
    ['minute 60', '2026-12-01T00:60:00Z'],
    ['an impossible offset', '2026-12-01T00:00:00+99:00'],
    ['year 10000 in UTC', '9999-12-31T23:59:59-01:00'],
    ['a word', 'tomorrow'],
    ['a line break at the end', '2026-12-01T00:00:00Z\n'],
  ])('refuses %s', (_, text) => expect(parseInstant(text)).toBeNull());
});
