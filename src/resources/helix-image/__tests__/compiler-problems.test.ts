import { compilerProblems } from '../compiler-problems';

describe('the lines that a compiler prints', () => {
  it('are problems of the project where they begin with a place in its queries', () => {
    const printed = [
      'Step 6 of 6: RUN target/release/helix compile --path /project --output /out',
      '/project/db/users.hx:3:7: unknown type `User`',
      'db/shop/orders.hx:12: expected `=>`',
      'error: could not compile /project/db/users.hx:3',
      '/project/helix.toml:1: no name',
    ].join('\n');
    expect(compilerProblems(printed, 'queries')).toEqual([
      { file: 'queries/users.hx', line: 3, message: 'unknown type `User`' },
      { file: 'queries/shop/orders.hx', line: 12, message: 'expected `=>`' },
    ]);
  });
});
