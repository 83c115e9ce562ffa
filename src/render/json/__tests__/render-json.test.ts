import { renderJson } from '../render-json';

test('the text parses back to the value', () => {
  const value = { a: [1, null, { b: 'ü\u009b\u202e\u{e0041}\n' }], c: '👩\u200d👧' };
  expect(JSON.parse(renderJson(value, 'line'))).toEqual(value);
});

test('nothing that could draw on a terminal is in the text', () => {
  expect(renderJson('\u001b[31m\u009b\u202e\u007f\u{e0041}', 'line')).toBe(
    '"\\u001b[31m\\u009b\\u202e\\u007f\\udb40\\udc41"\n',
  );
});

test('programs get one line, and people an indented text', () => {
  expect(renderJson({ a: [1] }, 'line')).toBe('{"a":[1]}\n');
  expect(renderJson({ a: [1] }, 'indented')).toBe('{\n  "a": [\n    1\n  ]\n}\n');
});
