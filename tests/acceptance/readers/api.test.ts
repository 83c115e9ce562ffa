import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { TestProject } from '../../helix';
import { runReader } from './reader';

const DOCUMENT = join(__dirname, '../../../schemas/helix-cloud.openapi.json');

test('Schemathesis finds that the emulator does what the API document says, for its examples and their limits', async () => {
  const home = new TestProject({});
  const child = home.start(['cloud', 'serve', '--api-key', 'k', '--provision-ms', '20']);
  try {
    const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
    const url = /http:\S+[^;\s.]/.exec(line)?.[0] ?? '';
    const { code, stdout } = await runReader(
      'schemathesis',
      [
        'run',
        DOCUMENT,
        '--url',
        url,
        '--header',
        'x-api-key: k',
        '--no-color',
        '--phases',
        'examples,coverage',
        '--seed',
        '1',
        '--generation-database',
        'none',
        // Which regions, cursors and digests exist is known to no schema.
        '--exclude-checks',
        'positive_data_acceptance',
        // A log that is followed ends with the cluster, and not by itself.
        '--request-timeout',
        '3',
        // Python 3.11 cannot parse sources in several threads at once, which several workers do.
        '--workers',
        '1',
      ],
      { cwd: home.directory },
    );
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/Test cases:\n {2}\d{3,} generated, \d{3,} passed/),
    ]);
    expect(stdout).toContain('Tested: 21');
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'close');
    home.remove();
  }
});
