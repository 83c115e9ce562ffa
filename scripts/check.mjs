// Runs all checks that do not run the program: `npm run check`. Two lanes, because ESLint takes as long as the rest.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';

const LANES = [
  ['npm run --silent lint'],
  [
    'node scripts/generate.mjs --check',
    'tsc --noEmit',
    'tsc --noEmit -p scripts',
    'npm run --silent circles',
    'prettier --check --log-level warn .',
    'knip --no-progress',
  ],
];

const failed = (await Promise.all(LANES.map(runLane))).flat();
if (failed.length > 0) {
  console.error(`\nfailed: ${failed.join(', ')}`);
  process.exit(1);
}

/** Runs all commands of a lane, even after a failure, so that one run reports everything. */
async function runLane(commands) {
  const failures = [];
  for (const command of commands) {
    const started = performance.now();
    const child = spawn(command, {
      shell: true,
      cwd: dirname(import.meta.dirname),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'passed' : 'FAILED'}  ${command} (${seconds} s)`);
    if (code !== 0) {
      process.stdout.write(stdout);
      process.stderr.write(stderr);
      failures.push(command);
    }
  }
  return failures;
}
