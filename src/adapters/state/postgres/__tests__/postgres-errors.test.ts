import { thrownFor } from '../postgres-errors';

test('a server that repeats the password has it masked in the error', () => {
  const said = Object.assign(new Error('no entry for user "ada" with "correct horse"'), { code: '28P01' });
  expect(thrownFor(said, 'postgres://db/state', 'correct horse')).toMatchObject({
    kind: 'auth',
    message: 'postgres://db/state rejected the login: no entry for user "ada" with "***".',
  });
});
