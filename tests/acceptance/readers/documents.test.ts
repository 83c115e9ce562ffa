import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runReader } from './reader';
import { openShop } from './shop';
import type { Shop } from './shop';

const ROOT = join(__dirname, '../../..');
const SCHEMAS = join(ROOT, 'schemas');
const BLUEPRINT = `#:schema ${SCHEMAS}/blueprint.schema.json
[blueprint]
name = "a"
[deploy.a]
provider = "mars"
`;

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(ROOT, folder, file));
}

describe('a validator of another make', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop.project.remove());
  const check = (...words: readonly string[]) =>
    runReader('check-jsonschema', words, { cwd: shop.project.directory });

  it('finds the schemas themselves valid', async () => {
    const { code, stdout } = await check('--check-metaschema', ...filesIn('schemas', '.schema.json'));
    expect([code, stdout]).toEqual([0, 'ok -- validation done\n']);
  });

  it.each([
    ['helix.toml', 'helix'],
    ['Blueprint.toml', 'blueprint'],
  ])('finds %s of each example valid, and a wrong one not', async (file, schema) => {
    const schemaFile = join(SCHEMAS, `${schema}.schema.json`);
    expect(await check('--schemafile', schemaFile, ...filesIn('examples', file))).toMatchObject({ code: 0 });
    shop.project.write(`wrong/${file}`, '[deploy.a]\nprovider = "mars"\n');
    const wrong = await check('--schemafile', schemaFile, `wrong/${file}`);
    expect([wrong.code, wrong.stdout]).toEqual([1, expect.stringContaining("'mars' is not one of")]);
  });

  it('finds each plan valid, and what `state pull` prints', async () => {
    const plans = [shop.first, shop.same, shop.mixed];
    expect(await check('--schemafile', join(SCHEMAS, 'plan.schema.json'), ...plans)).toMatchObject({
      code: 0,
    });
    shop.project.write('state.json', await shop.project.runHelix('state', 'pull'));
    expect(await check('--schemafile', join(SCHEMAS, 'state.schema.json'), 'state.json')).toMatchObject({
      code: 0,
    });
  });
});

test.each([
  ['vendor.github-workflows', filesIn('examples/github-actions', '.yml')],
  ['vendor.github-actions', [join(ROOT, 'action.yml')]],
  ['vendor.gitlab-ci', [join(ROOT, 'examples/gitlab-ci/.gitlab-ci.yml')]],
])('the examples for a CI are valid by the schema of their vendor: %s', async (schema, files) => {
  expect(files).not.toEqual([]);
  const { code, stdout } = await runReader('check-jsonschema', ['--builtin-schema', schema, ...files], {
    cwd: ROOT,
  });
  expect([code, stdout]).toEqual([0, 'ok -- validation done\n']);
});

test('another linter of TOML files finds no fault in an example, and one in a wrong value', async () => {
  const files = [...filesIn('examples', 'helix.toml'), ...filesIn('examples', 'Blueprint.toml')];
  const fine = await runReader('tombi', ['lint', '--offline', '--error-on-warnings', ...files], {
    cwd: ROOT,
  });
  expect(fine).toMatchObject({ code: 0 });
  const stdin = ['lint', '--offline', '--stdin-filename', join(ROOT, 'examples/blueprint/Wrong.toml'), '-'];
  const wrong = await runReader('tombi', stdin, { cwd: ROOT, input: BLUEPRINT });
  expect([wrong.code, `${wrong.stdout}${wrong.stderr}`]).toEqual([1, expect.stringContaining('mars')]);
});
