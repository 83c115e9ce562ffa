import { referencePlace } from '../reference-place';

const TEXT = `[cloud.a.helix]
env_vars = { TOKEN = "env:T", OTHER = "env:T" }

[cloud.b.helix.env_vars]
TOKEN = "env:T"

[deploy.api]
secrets.TOKEN = "env:T"
`;

test.each([
  ['a', 'env_vars.TOKEN', 2, 22],
  ['a', 'env_vars.OTHER', 2, 39],
  ['b', 'env_vars.TOKEN', 5, 9],
  ['api', 'secrets.TOKEN', 8, 17],
])('the reference of %s, %s, stands on line %i', (name, path, line, column) => {
  const found = referencePlace({ file: 'helix.toml', text: TEXT }, { name, path, variable: 'T' });
  expect(found).toMatchObject({ file: 'helix.toml', line, column });
});

test('a reference that the file does not have has no place', () => {
  const sought = { name: 'a', path: 'env_vars.TOKEN', variable: 'ELSEWHERE' };
  expect(referencePlace({ file: 'helix.toml', text: TEXT }, sought)).toBeNull();
});
