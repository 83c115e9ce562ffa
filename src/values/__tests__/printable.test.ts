import fc from 'fast-check';
import { printable } from '../printable';

test('plain text, accents, wide characters and joined emoji stay as they are', () => {
  for (const text of ['plain text', 'Zürich', '日本', 'e\u0301', '👩\u200d👧', ''])
    expect(printable(text)).toBe(text);
});

test('escape sequences become visible text', () => {
  expect(printable('\u001b[31mred\u0007')).toBe('\\x1b[31mred\\x07');
  expect(printable('\u009b2J')).toBe('\\x9b2J');
});

test('the result is always one line', () => {
  expect(printable('a\nb\r\nc\td\u2028e')).toBe('a\\nb\\r\\nc\\td\\u2028e');
});

test('characters that turn the direction of writing, or hide, are shown', () => {
  expect(printable('a\u202eb\u200bc\ufeffd\u{e0041}')).toBe('a\\u202eb\\u200bc\\ufeffd\\u{e0041}');
  expect(printable('\ud800x')).toBe('\\ud800x');
});

test('no text whatever yields a control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => !/[\p{Cc}\p{Bidi_Control}]/u.test(printable(text))),
  );
});
