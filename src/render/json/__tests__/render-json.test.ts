import { renderJson } from '../render-json';

test('the text parses back to the value', () => {
  const value = { a: [1, null, { b: 'ü\u009b\u202e\u{e0041}\n' }], c: '👩\u200d👧' };
  expect(JSON.parse(renderJson(value))).toEqual(value);
});

test('nothing that could draw on a terminal is in the text', () => {
  expect(renderJson('\u001b[31m\u009b\u202e\u007f\u{e0041}')).toBe(
    '"\\u001b[31m\\u009b\\u202e\\u007f\\udb40\\udc41"\n',
  );
});
