import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestProject } from './helix';

const EXAMPLES = join(__dirname, '..', 'examples');
/** The expected plan of an example; `UPDATE_GOLDEN=1 npx jest tests/examples` rewrites it. */
const GOLDEN = 'expected-plan.txt';

const copies: TestProject[] = [];
afterEach(() => copies.splice(0).forEach((copy) => copy.remove()));

function copyOf(example: string): TestProject {
  const copy = new TestProject({});
  copies.push(copy);
  cpSync(join(EXAMPLES, example), copy.directory, {
    recursive: true,
    // Somebody may have tried it where it lies.
    filter: (path) => !path.startsWith(join(EXAMPLES, example, '.helix')),
  });
  // A state that machines share is tested with real backends; here the plan is what counts.
  if (example === 'shared-state') {
    const blank = (table: string) => table.replace(/[^\n]/g, '');
    copy.write('helix.toml', copy.read('helix.toml').replace(/\[state\][^[]*/, blank));
  }
  return copy;
}

const NAMES = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(EXAMPLES, entry.name, GOLDEN)))
  .map(({ name }) => name);

describe('an example', () => {
  it.each(NAMES)('%s is valid, and its plan is the one that lies beside it', async (example) => {
    const copy = copyOf(example);
    await copy.runHelix('validate', '--strict');
    const plan = await copy.runHelix('plan', '--full', '--at', '2026-11-20T12:00:00Z');
    const golden = join(EXAMPLES, example, GOLDEN);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, plan);
    expect(plan).toBe(readFileSync(golden, 'utf8'));
  });

  it.each(['quickstart', 'helix-cloud'])(
    '%s can be applied, and then there is nothing to do',
    async (example) => {
      const copy = copyOf(example);
      const env = { SHOP_OPENAI_API_KEY: 'not-a-real-key' };
      const applied = await copy.run(['apply', '--auto-approve'], { env });
      expect([applied.code, applied.stderr.includes('not-a-real-key')]).toEqual([0, false]);
      expect((await copy.run(['plan', '--detailed-exitcode'])).code).toBe(0);
    },
  );
});
