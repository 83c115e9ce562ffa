import fc from 'fast-check';
import { formatDuration, parseDuration } from '../duration';

test.each([
  ['45s', 45],
  ['30min', 1_800],
  ['12h', 43_200],
  ['7d', 604_800],
  ['2w', 1_209_600],
  ['1d12h', 129_600],
  ['1d 12h', 129_600],
  ['1w2d3h4min5s', 788_645],
])('%s is %d seconds', (text, seconds) => {
  expect(parseDuration(text)).toEqual({ ok: true, seconds });
});

test.each([
  ['0h', 'is zero', '1s'],
  ['0d0h', 'is zero', '1s'],
  ['-3h', 'negative', '12h'],
  ['90m', 'minutes or months', '`90min`'],
  ['2m', 'minutes or months', '`60d`'],
  ['24', 'no unit', '`24h`'],
  ['1.5h', 'fraction', '1h30min'],
  ['7D', 'upper case', '`7d`'],
  ['1mo', 'months', '`30d`'],
  ['1y', 'years', '`365d`'],
  ['12hours', 'unknown unit', '`12h`'],
  ['3minutes', 'unknown unit', '`3min`'],
  ['3secs', 'unknown unit', '`3s`'],
  ['12h1d', 'out of order', '1d12h'],
  ['1h1h', 'twice', '1d12h'],
  ['3651d', 'ten years', '3650d'],
  ['99999999999999999999h', 'ten years', '3650d'],
  ['', 'empty', '45s'],
  ['soon', 'not a duration', '45s'],
  ['1d,12h', 'not a duration', '45s'],
  ['h', 'not a duration', '45s'],
  ['1e3s', 'unknown unit', '45s'],
])('%s is refused: %s', (text, reason, hint) => {
  const parsed = parseDuration(text);
  if (parsed.ok) throw new Error('accepted');
  expect(parsed.message).toContain(`\`${text}\``);
  expect(parsed.message).toContain(reason);
  expect(parsed.hint).toContain(hint);
});

test.each([
  [0, '0s'],
  [45, '45s'],
  [7_200, '2h'],
  [7_500, '2h 5min'],
  [532_800, '6d 4h'],
  [86_400 + 59 * 60, '1d'],
  [1_209_600, '14d'],
  [90.9, '1min 30s'],
  [-5, '0s'],
])('%d seconds read as %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test('what is shown can be written again, and is never longer than what it stands for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300_000_000 }), (seconds) => {
      const shown = parseDuration(formatDuration(seconds));
      return shown.ok && shown.seconds <= seconds && seconds - shown.seconds < 0.05 * seconds + 1;
    }),
  );
});
