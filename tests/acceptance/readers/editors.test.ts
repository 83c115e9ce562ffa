import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TestProject } from '../../helix';
import { LanguageServer } from './language-server';

const ROOT = join(__dirname, '../../..');
const TAPLO = join(ROOT, 'node_modules/.bin/taplo');
const run = promisify(execFile);

/** The TOML files of all examples, relative to the root. */
function exampleFiles(): string[] {
  return readdirSync(join(ROOT, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /(helix|Blueprint)\.toml$/.test(file))
    .map((file) => join('examples', file))
    .sort();
}

/** Returns the line, counting from 0, with exactly this text. */
function lineOf(text: string, line: string): number {
  const found = text.split('\n').lastIndexOf(line);
  if (found === -1) throw new Error(`no line is ${line}`);
  return found;
}

test('the linter of TOML files finds no fault in an example', async () => {
  const files = exampleFiles();
  expect(files.length).toBeGreaterThan(5);
  const unnamed = files.filter((file) => !readFileSync(join(ROOT, file), 'utf8').startsWith('#:schema '));
  expect(unnamed).toEqual([]);
  await run(TAPLO, ['lint', ...files], { cwd: ROOT });
});

test.each([
  ['Blueprint.toml', 'blueprint', '[blueprint]\nname = "a"\n'],
  ['helix.toml', 'helix', '[project]\nname = "a"\n'],
])('the linter refuses a wrong value and an unknown key of [deploy.N] in %s', async (file, schema, start) => {
  const project = new TestProject({
    [file]: `#:schema ${ROOT}/schemas/${schema}.schema.json\n${start}[deploy.a]\nprovider = "mars"\nsize_of = 1\n`,
  });
  try {
    const failure: unknown = await run(TAPLO, ['lint', file], { cwd: project.directory }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 1 });
    const { stderr } = failure as { stderr: string };
    expect(stderr).toContain('"mars" is not one of ["aws",');
    expect(stderr).toContain("('size_of' was unexpected)");
  } finally {
    project.remove();
  }
});

test.each([
  ['Blueprint.toml', 'blueprint'],
  ['helix.toml', 'helix'],
])('an editor completes and explains the keys of [deploy.N] in %s', async (file, schema) => {
  const text = `#:schema ${ROOT}/schemas/${schema}.schema.json\n\n[deploy.a]\nspot = true\n# here\n\n`;
  const server = await LanguageServer.open(ROOT, file, text);
  try {
    const spot = { line: lineOf(text, 'spot = true'), character: 1 };
    expect(await server.readHover(spot)).toMatch(/^Take spare capacity/);
    const below = { line: lineOf(text, '# here') + 1, character: 0 };
    const offered = await server.complete(below);
    expect(offered).toEqual(expect.arrayContaining(['provider', 'region', 'ttl', 'storage_gb']));
    expect(offered).not.toContain('spot');
  } finally {
    server.close();
  }
});
