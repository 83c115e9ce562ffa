import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestProject } from '../../helix';
import { InTerminal } from './in-terminal';

const WORDS = ['cloud', 'configure', '--no-check'];

let made: TestProject;
beforeEach(() => (made = new TestProject({})));
afterEach(() => made.remove());

const file = () => join(made.home, '.config/helix/cloud.toml');
const begin = () => new InTerminal(made, WORDS, { env: { NO_COLOR: '1' }, rows: 40 });

describe('the questions about an account in a terminal', () => {
  it('ask for what is missing, and write the answers', async () => {
    const run = begin();
    await run.waitForNext('Select cloud');
    run.press('\r');
    await run.waitForNext('Select region');
    run.press('eu-west-1\r');
    await run.waitForNext('Where are the credentials?');
    run.press('\r');
    await run.waitForNext('Prefix of the variables');
    run.press('9\r');
    await run.waitForNext('The prefix must have letters, digits and underscores');
    run.press('\u007fPROD_\r');
    await run.waitForNext('Make it the default?');
    run.press('\r');
    await run.waitForNext(`Wrote [providers.aws] to ${file()}.`);
    expect(await run.end()).toBe(0);
    expect(readFileSync(file(), 'utf8')).toBe(
      '[providers.aws]\ndefault_region = "eu-west-1"\ncredentials = { type = "environment", prefix = "PROD_" }\n\n[defaults]\nprovider = "aws"\n',
    );
  });

  it.each(['Select cloud', 'Select region', 'Where are the credentials?'])(
    'end with 8 at a Ctrl-C after "%s", and write nothing',
    async (question) => {
      const run = begin();
      for (const text of ['Select cloud', 'Select region', 'Where are the credentials?']) {
        await run.waitForNext(text);
        if (text === question) break;
        run.press('\r');
      }
      run.press('\u0003');
      expect(await run.end()).toBe(8);
      expect(existsSync(file())).toBe(false);
    },
  );
});
