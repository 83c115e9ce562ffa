import { HelixError } from '../../../errors';
import { decodeLines, encodeLine, plainCodec, SEAL } from '../codec';
import type { StateCodec } from '../codec';

/** Seals by spelling backwards; a line that holds a `!` is damaged, and one that holds a `?` needs another key. */
const backwards: StateCodec = {
  encode: (text) => Buffer.from(SEAL + Array.from(text).reverse().join('')),
  isOwn: () => true,
  decode: (bytes, where) => {
    const text = Buffer.from(bytes).toString().slice(SEAL.length);
    if (text.includes('!')) throw new HelixError('config', `${where} is damaged`);
    if (text.includes('?')) throw new HelixError('auth', `${where} has another key`);
    return Array.from(text).reverse().join('');
  },
};

const line = (text: string): string => Buffer.from(encodeLine(backwards, `${text}\n`)).toString();

test('lines are sealed one by one, with their line ends outside', () => {
  expect(line('{"a":1}')).toBe(`${SEAL}}1:"a"{\n`);
  expect(decodeLines(backwards, line('{"a":1}') + line('{"b":2}'), 'here')).toBe('{"a":1}\n{"b":2}\n');
});

test('plain lines are read beside sealed ones: encryption may be switched on in between', () => {
  expect(decodeLines(backwards, `{"a":1}\n${line('{"b":2}')}`, 'here')).toBe('{"a":1}\n{"b":2}\n');
});

test('a last line that is torn or damaged is left to the reader, one before it is an error with its place', () => {
  const torn = line('{"b":2}').slice(0, 20);
  expect(decodeLines(backwards, line('{"a":1}') + torn, 'here')).toBe(`{"a":1}\n${torn}`);
  expect(decodeLines(backwards, line('{"a":1}') + line('!'), 'here')).toBe(`{"a":1}\n${SEAL}!\n`);
  expect(() => decodeLines(backwards, line('!') + line('{"a":1}'), 'here')).toThrow('here, line 1');
});

test('a last line with another key is not a torn line', () => {
  expect(() => decodeLines(backwards, line('?'), 'here')).toThrow('another key');
  expect(() => decodeLines(plainCodec, line('{"a":1}'), 'here')).toThrow('no key is configured');
});
