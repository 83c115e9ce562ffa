// Shows the main job in a minute: `npm run quickstart`. Every command and its output are real.
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

// An installed package works as well: `node scripts/quickstart.mjs node_modules/helix-iac`.
const pack = resolve(process.argv[2] ?? dirname(import.meta.dirname));
const helix = join(pack, 'dist', 'helix.js');
const project = mkdtempSync(join(tmpdir(), 'helix-quickstart-'));
process.on('exit', () => rmSync(project, { recursive: true, force: true }));
cpSync(join(pack, 'examples', 'quickstart'), project, { recursive: true });

const PREVIEW = `
# A preview for a few seconds.
[cloud.preview.helix]
cluster_id = "papertrail-preview"
size = "small"
ttl = "4s"
`;
const QUERY = `
QUERY papersSince(year: I32) =>
    papers <- N<Paper>::WHERE(_::{year}::GTE(year))
    RETURN papers
`;

step('A project of two clusters. Plan it, with its cost.');
run('plan');
step('Apply the plan.');
run('apply', '--auto-approve');
step('Plan again: there are no changes.');
run('plan', '--detailed-exitcode');
step('Add a query, and a preview with a TTL of four seconds.');
appendFileSync(join(project, 'db', 'queries.hx'), QUERY);
appendFileSync(join(project, 'helix.toml'), PREVIEW);
run('plan');
run('apply', '--auto-approve');
step('Four seconds later, the command that runs on a schedule:');
await sleep(4100);
run('destroy', '--expired', '--auto-approve');
step('The preview is destroyed, and stays so until `helix renew preview`.');
run('plan', '--detailed-exitcode');
step('Destroy everything.');
run('destroy', '--auto-approve');
console.log('\nDone. Nothing real was created.');

function step(text) {
  console.log(`\n# ${text}`);
}

function run(...words) {
  console.log(`\n$ helix ${words.join(' ')}`);
  const { status } = spawnSync(process.execPath, [helix, ...words], {
    cwd: project,
    stdio: 'inherit',
    // The tour must not reach a service that this host is set up for.
    env: { ...process.env, HELIX_CLOUD_URL: '', HELIX_LOG: '' },
  });
  if (status !== 0) {
    console.error(`\nhelix ${words.join(' ')} ended with ${status}`);
    process.exit(1);
  }
}
