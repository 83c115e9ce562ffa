// Runs all checks that do not run the program: `npm run check`. A command given as arguments runs at their side: `npm test`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = dirname(import.meta.dirname);
// The native compiler; the generators and one rule of ESLint need the library of TypeScript 6.
const TSC = 'node node_modules/typescript-7/bin/tsc --noEmit';
// A file that did not change since the last check is not read again. Its types may have, by a change of another file: a check
// without a cache, such as that of CI, sees that.
const ESLINT =
  'eslint --cache --cache-strategy content --cache-location node_modules/.cache/eslint/ --max-warnings 0 .';
// Lanes, because ESLint takes as long as the rest, and because the tests often wait.
const LANES = [
  [ESLINT, 'oxfmt --list-different .'],
  [
    'node scripts/generate.mjs --check',
    TSC,
    `${TSC} -p scripts`,
    'oxlint --type-aware --deny-warnings .',
    'npm run --silent circles',
    'knip --no-progress',
  ],
];

const [program, ...words] = process.argv.slice(2);
const lanes = LANES.map(runLane);
if (program !== undefined) lanes.push(runBeside(program, words));
const failed = (await Promise.all(lanes)).flat();
if (failed.length > 0) {
  console.error(`\nfailed: ${failed.join(', ')}`);
  process.exit(1);
}

/** Runs all commands of a lane, even after a failure, so that one run reports everything. */
async function runLane(commands) {
  const failures = [];
  for (const command of commands) {
    const started = performance.now();
    const child = spawn(command, { shell: true, cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
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

/** Runs a command that reports its progress itself. */
async function runBeside(program, words) {
  const child = spawn(program, words, { cwd: ROOT, stdio: 'inherit' });
  const [code] = await once(child, 'close');
  return code === 0 ? [] : [program];
}
