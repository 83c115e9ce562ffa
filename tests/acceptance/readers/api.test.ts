import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SystemClock } from '../../../src/adapters/host/clock';
import { FlyStandIn } from '../../../src/testing/fly/fly-stand-in';
import { serveFly } from '../../../src/testing/fly/serve';
import { TOKEN } from '../../../src/testing/fly/tokens';
import { TestProject } from '../../helix';
import { runReader } from './reader';

const SCHEMAS = join(__dirname, '../../../schemas');
const HELIX_CLOUD = join(SCHEMAS, 'helix-cloud.openapi.json');
const FLY = join(SCHEMAS, 'fly-machines.openapi.json');

/** Lets Schemathesis ask an API for the examples of its document and their limits, valid ones and others. */
function runSchemathesis(
  { document, url, header, excluded }: Record<'document' | 'url' | 'header' | 'excluded', string>,
  home: TestProject,
) {
  return runReader(
    'schemathesis',
    [
      'run',
      document,
      '--url',
      url,
      '--header',
      header,
      '--no-color',
      '--phases',
      'examples,coverage',
      '--seed',
      '1',
      '--generation-database',
      'none',
      '--exclude-checks',
      excluded,
      // A log that is followed ends with the cluster, and not by itself.
      '--request-timeout',
      '3',
      // Python 3.11 cannot parse sources in several threads at once, which several workers do.
      '--workers',
      '1',
    ],
    { cwd: home.directory },
  );
}

/** The regions, cursors and digests that exist are known to no schema. */
const UNKNOWABLE = 'positive_data_acceptance';
const PASSED = /Test cases:\n {2}\d{3,} generated, \d{3,} passed/;

test('Schemathesis finds that the emulator does what the API document says, for its examples and their limits', async () => {
  const home = new TestProject({});
  const child = home.start(['cloud', 'serve', '--api-key', 'k', '--provision-ms', '20']);
  try {
    const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
    const url = /http:\S+[^;\s.]/.exec(line)?.[0] ?? '';
    const { code, stdout } = await runSchemathesis(
      { document: HELIX_CLOUD, url, header: 'x-api-key: k', excluded: UNKNOWABLE },
      home,
    );
    expect([code, stdout]).toEqual([0, expect.stringMatching(PASSED)]);
    expect(stdout).toContain('Tested: 21');
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'close');
    home.remove();
  }
});

test('Schemathesis finds that the stand-in of Fly does what its API document says', async () => {
  const home = new TestProject({});
  const standIn = new FlyStandIn({ clock: new SystemClock(), limits: false });
  const served = await serveFly(standIn);
  try {
    const { code, stdout } = await runSchemathesis(
      {
        document: FLY,
        url: served.url,
        header: `authorization: Bearer ${TOKEN}`,
        // A request that the document does not have is 400 here, whatever its method: a client has a bug.
        excluded: `${UNKNOWABLE},unsupported_method`,
      },
      home,
    );
    expect([code, stdout]).toEqual([0, expect.stringMatching(PASSED)]);
    expect(stdout).toContain('Tested: 26');
  } finally {
    await served.close();
    home.remove();
  }
});

test.each([
  ['Helix Cloud', HELIX_CLOUD],
  ['Fly', FLY],
])('Spectral finds nothing to improve in the API document of %s', async (_, document) => {
  const home = new TestProject({});
  try {
    // Nobody is to be written to about it.
    writeFileSync(
      join(home.directory, 'rules.yaml'),
      'extends: ["spectral:oas"]\nrules: {info-contact: off}\n',
    );
    const words = ['lint', document, '--ruleset', 'rules.yaml', '--fail-severity', 'hint'];
    const { code, stdout } = await runReader('spectral', words, { cwd: home.directory });
    expect([code, stdout]).toEqual([0, expect.stringContaining('No results with a severity of')]);
  } finally {
    home.remove();
  }
});
