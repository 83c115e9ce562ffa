// The part of `npm run bench` that measures Terraform: the same number of resources of its built-in provider, which starts
// no plugin and sends nothing.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Larger sizes take Terraform minutes, because its time grows faster than their number. */
const MOST = 10_000;
/** An apply that takes longer is stopped: Terraform writes its whole state after each resource. */
const LIMIT_MINUTES = 10;

/** Plans, applies and destroys as many `terraform_data` resources as Helix did clusters. */
export function benchTerraform(bench, sizes, mostApplied) {
  const { say, table, row, count, scratch, runs, requireSuccess, timeRuns } = bench;
  const env = { ...bench.env, TF_CLI_CONFIG_FILE: join(scratch, 'terraform.rc'), CHECKPOINT_DISABLE: '1' };
  writeFileSync(env.TF_CLI_CONFIG_FILE, '');
  const found = spawnSync('terraform', ['version', '-json'], { env, encoding: 'utf8' });
  if (found.status !== 0)
    return say('\n`terraform` is not on the PATH, so there is nothing to compare with.');
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
    /** @type {import('node:child_process').SpawnSyncOptionsWithStringEncoding} */
    const options = { cwd: directory, env, encoding: 'utf8', maxBuffer: 2 ** 28 };
    const ended = (words, more = {}) =>
      spawnSync('terraform', [...words, '-input=false', '-no-color'], { ...options, ...more });
    const run = (verb) => requireSuccess(ended([verb]), verb);
    run('init');
    const plan = timeRuns(() => run('plan'), size > 1000 ? 1 : runs);
    let isStopped = false;
    const once = (verb) => {
      if (size > mostApplied || isStopped) return '';
      /** @type {ReturnType<typeof ended>[]} */
      const ends = [];
      const time = timeRuns(
        () => ends.push(ended([verb, '-auto-approve'], { timeout: LIMIT_MINUTES * 60_000 })),
        1,
      );
      const [end] = ends;
      if (end === undefined) throw new Error(`terraform ${verb} did not run`);
      isStopped = /** @type {NodeJS.ErrnoException | undefined} */ (end.error)?.code === 'ETIMEDOUT';
      if (isStopped) return `stopped after ${LIMIT_MINUTES} min`;
      requireSuccess(end, verb);
      return time;
    };
    row(count(size), plan, once('apply'), once('destroy'));
  }
}
