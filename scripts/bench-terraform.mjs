// The part of `npm run bench` that measures the peer: as many resources of the provider that is built into Terraform, so that
// no plugin is started and nothing is sent.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Larger ones take Terraform minutes, and say nothing new: its time grows faster than their number. */
const MOST = 10_000;
/** An apply that takes longer is stopped: Terraform writes its whole state after each resource. */
const LIMIT_MS = 10 * 60_000;

/** Plans, applies and destroys as many `terraform_data` as Helix did clusters. */
export function terraform(bench, sizes, mostApplied) {
  const { say, table, row, count, scratch, runs, succeeded, timed } = bench;
  const env = { ...bench.env, TF_CLI_CONFIG_FILE: join(scratch, 'terraform.rc'), CHECKPOINT_DISABLE: '1' };
  writeFileSync(env.TF_CLI_CONFIG_FILE, '');
  const found = spawnSync('terraform', ['version', '-json'], { env, encoding: 'utf8' });
  if (found.status !== 0)
    return say('\n`terraform` is not on the PATH, so there is no peer to compare with.');
  const { terraform_version: version } = JSON.parse(found.stdout);
  say();
  say('## `terraform`, in the same run');
  say();
  say(
    `Terraform ${version}, as many \`terraform_data\` resources; an apply is \`terraform apply\` of a fresh plan.`,
  );
  say();
  table(['resources', 'plan, create all', 'apply', 'destroy']);
  for (const size of sizes.filter((size) => size <= MOST)) {
    const directory = join(scratch, `terraform-${size}`);
    mkdirSync(directory);
    const blocks = Array.from(
      { length: size },
      (_, i) => `resource "terraform_data" "c${i}" {\n  input = "${i}"\n}\n`,
    );
    writeFileSync(join(directory, 'main.tf'), blocks.join('\n'));
    const options = { cwd: directory, env, encoding: 'utf8', maxBuffer: 2 ** 28 };
    const run = (...words) =>
      succeeded(spawnSync('terraform', [...words, '-input=false', '-no-color'], options), words.join(' '));
    run('init');
    const plan = timed(() => run('plan'), size > 1000 ? 1 : runs);
    const once = (verb) => {
      const words = [verb, '-auto-approve', '-input=false', '-no-color'];
      let ended;
      const time = timed(() => (ended = spawnSync('terraform', words, { ...options, timeout: LIMIT_MS })), 1);
      if (ended.error?.code === 'ETIMEDOUT') return null;
      succeeded(ended, verb);
      return time;
    };
    const applied = size > mostApplied ? '' : once('apply');
    const destroyed = size > mostApplied || applied === null ? '' : once('destroy');
    row(count(size), plan, applied ?? 'stopped after 10 min', destroyed ?? 'stopped after 10 min');
  }
}
