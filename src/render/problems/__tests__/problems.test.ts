import fc from 'fast-check';
import type { Problem } from '../../../errors';
import { HelixError } from '../../../errors';
import { PLAIN_STYLE } from '../../style';
import { displayWidth } from '../../width';
import { renderError } from '../render-error';
import { renderProblems } from '../render-problems';
import { markedLine } from '../source-line';

const PROBLEM: Problem = {
  severity: 'error',
  code: 'unknown-key',
  message: 'unknown key `sise`',
  hint: 'Did you mean `size`?',
  place: { file: 'helix.toml', line: 12, column: 1, text: 'sise = "small"', length: 4 },
};

test('a problem shows message, place, the line with a caret under the place, and a hint', () => {
  expect(renderProblems([PROBLEM], PLAIN_STYLE)).toBe(
    [
      'error: unknown key `sise`',
      '  --> helix.toml:12:1',
      '  12 | sise = "small"',
      '     | ^^^^',
      '  hint: Did you mean `size`?',
      '',
      '1 error',
      '',
    ].join('\n'),
  );
});

test('a problem without a place, or without the text of its line, shows what it has', () => {
  const { hint: _hint, place: _place, ...bare } = PROBLEM;
  const text = renderProblems(
    [
      bare,
      { ...bare, severity: 'warning', place: { file: 'a.toml', line: 1, column: 2 } },
      { ...bare, severity: 'note' },
    ],
    PLAIN_STYLE,
  );
  expect(text).toBe(
    'error: unknown key `sise`\n\nwarning: unknown key `sise`\n  --> a.toml:1:2\n\nnote: unknown key `sise`\n\n' +
      '1 error, 1 warning, 1 note\n',
  );
});

test('an empty list of problems renders an empty text', () => {
  expect(renderProblems([], PLAIN_STYLE)).toBe('');
});

test('the caret stands under the place after tabs, wide and combined characters', () => {
  expect(markedLine('\tkey = 1', 2, 3, 80)).toEqual({ text: '    key = 1', start: 4, length: 3 });
  expect(markedLine('日本 = x', 6, 1, 80)).toMatchObject({ start: 7, length: 1 });
  expect(markedLine('e\u0301e\u0301 = x', 8, 1, 80)).toMatchObject({ start: 5, length: 1 });
  expect(markedLine('"日本"', 1, 4, 80)).toMatchObject({ start: 0, length: 6 });
});

test('a place behind the end of the line is marked behind its end', () => {
  expect(markedLine('abc', 9, 4, 80)).toEqual({ text: 'abc', start: 3, length: 1 });
});

test('a long line is cut around the place', () => {
  const line = `${'a'.repeat(100)}WRONG${'b'.repeat(100)}`;
  const { text, start, length } = markedLine(line, 101, 5, 40);
  expect(text.length).toBeLessThanOrEqual(40);
  expect(text.slice(start, start + length)).toBe('WRONG');
  expect(text).toMatch(/^\.\.\.a+WRONGb+\.\.\.$/);
});

test('whatever the line, the window fits and the caret lies in it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 120 }),
      fc.nat(130),
      fc.nat(130),
      fc.integer({ min: 20, max: 60 }),
      (line, column, length, room) => {
        const marked = markedLine(line, column, length, room);
        expect(displayWidth(marked.text)).toBeLessThanOrEqual(room);
        expect(marked.start).toBeGreaterThanOrEqual(0);
        expect(marked.start).toBeLessThanOrEqual(displayWidth(marked.text));
        expect(marked.start + marked.length).toBeLessThanOrEqual(room + 1);
      },
    ),
  );
});

test('no control character of a file reaches the terminal', () => {
  const evil = '\u001b]0;owned\u0007\u202e';
  const text = renderProblems(
    [{ ...PROBLEM, message: evil, hint: evil, place: { file: evil, line: 1, column: 1, text: evil } }],
    PLAIN_STYLE,
  );
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
});

test('an error that is not a bug shows problems, message and hint, and no stack', () => {
  const error = new HelixError('config', 'helix.toml cannot be used', {
    hint: 'Fix it.',
    problems: [PROBLEM],
  });
  const text = renderError(error, PLAIN_STYLE);
  expect(text.split('\n').slice(-6)).toEqual([
    '1 error',
    '',
    'Error: helix.toml cannot be used',
    '  helix.toml:12:1: unknown key `sise`',
    'Fix it.',
    '',
  ]);
  expect(text).not.toContain('at ');
});

test('a terminal shows each mistake once, and no list of them after the headline', () => {
  const error = new HelixError('config', 'helix.toml cannot be used', { problems: [PROBLEM] });
  const text = renderError(error, { ...PLAIN_STYLE, terminal: true });
  expect(text.split('\n').slice(-2)).toEqual(['Error: helix.toml cannot be used', '']);
});

test('a bug says so, and shows its stack and its cause', () => {
  const text = renderError(new TypeError('boom', { cause: new Error('why') }), PLAIN_STYLE);
  expect(text).toMatch(/^This is a bug in Helix\./);
  expect(text).toContain('TypeError: boom\n    at ');
  expect(text).toContain('Caused by: Error: why\n    at ');
});

test('whatever is thrown can be shown', () => {
  for (const thrown of ['text', 7, null, undefined, { a: 1 }, Symbol('s')]) {
    expect(renderError(thrown, PLAIN_STYLE)).toContain('Thrown: ');
  }
});

test('a line of a million characters is looked at only around the place', () => {
  const line = `${'x'.repeat(500_000)}here${'y'.repeat(500_000)}`;
  const { text, start, length } = markedLine(line, 500_001, 4, 40);
  expect(text).toMatch(/^\.\.\.x+herey+\.\.\.$/);
  expect(text.length).toBeLessThanOrEqual(40);
  expect(text.slice(start, start + length)).toBe('here');
});
