import { userOf } from '../user';

describe('the user of an image', () => {
  it.each([
    ['FROM scratch\nUSER 10001\n', 10001],
    ['FROM scratch\nUSER 10001:10002\n', 10001],
    ['FROM scratch\nUSER 5\nRUN x\nUSER 6\n', 6],
    ['FROM scratch AS build\nUSER 5\nFROM scratch\n', null],
    ['FROM scratch\nUSER app\n', null],
    ['FROM scratch\nUSER $APP\n', null],
    ['FROM scratch\n', null],
  ])('is read from the last stage of %j', (text, user) => {
    expect(userOf(text)).toBe(user);
  });
});
