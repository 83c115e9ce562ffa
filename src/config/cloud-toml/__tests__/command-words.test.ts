import { commandWords } from '../command-words';

describe('commandWords', () => {
  it.each([
    ['vault read aws', ['vault', 'read', 'aws']],
    ['  a\tb\nc  ', ['a', 'b', 'c']],
    [`a 'b c' "d e"`, ['a', 'b c', 'd e']],
    [`a'b'"c"d`, ['abcd']],
    [String.raw`a\ b "c\"d" 'e\f' \"`, ['a b', 'c"d', String.raw`e\f`, '"']],
    [`a '' ""`, ['a', '', '']],
    ['a $HOME `x` *', ['a', '$HOME', '`x`', '*']],
  ])('splits %j', (line, words) => expect(commandWords(line)).toEqual(words));

  it.each(['', '  ', `a 'b`, `a "b`, 'a \\', `a 'b'"c`])('refuses %j', (line) =>
    expect(commandWords(line)).toBeNull(),
  );
});
