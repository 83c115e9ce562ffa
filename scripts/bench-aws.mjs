// The part of `npm run bench` that plans the AWS example: with Helix, and with Terraform in the work directory of Helix.
// AWS is moto. If moto, Terraform or the provider is missing, the report says so and leaves this part out.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

const TARGETS = ['production', 'preview', 'registry_repo.images'].flatMap((name) => ['--target', name]);

/** Plans the example before and after it is applied. */
export async function benchAws(bench) {
  const {
    say,
    table,
    row,
    run,
    expect,
    requireSuccess,
    measure,
    timeRuns,
    peakMemory,
    helix,
    scratch,
    root,
    runs,
  } = bench;
  say();
  say('## A blueprint on AWS');
  say();
  const { Moto, FoundTerraform } = await bundleHelpers(root, scratch);
  let terraform, moto;
  try {
    terraform = new FoundTerraform();
    moto = new Moto();
    await moto.start();
  } catch (error) {
    terraform?.remove();
    return say(`Left out: ${error.message}`);
  }
  try {
    say(
      'The example `blueprint-aws` (two machines, a repository), against moto. Terraform plans the same machines in the work ' +
        'directory of `helix apply`, with the provider already installed.',
    );
    say();
    Object.assign(bench.env, terraform.environment, {
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      FEED_TOKEN: 'bench',
    });
    const project = join(scratch, 'aws');
    cpSync(join(root, 'examples', 'blueprint-aws'), project, { recursive: true });
    const settings = join(scratch, '.config', 'helix');
    mkdirSync(settings, { recursive: true });
    writeFileSync(join(settings, 'cloud.toml'), `[providers.aws]\nendpoint_url = "${moto.url}"\n`);
    // A machine of moto has an address that does not answer.
    const blueprint = join(project, 'Blueprint.toml');
    const text = bench.read(blueprint).replace(/\[blueprint\.health\][^[]*/, '');
    writeFileSync(blueprint, text);
    table(['command', 'time', 'peak memory']);
    const plan = [helix, 'plan'];
    row('`helix plan`, create all', measure(project, plan), peakMemory(project, plan));
    expect(
      run(project, [helix, 'apply', '--auto-approve', ...TARGETS]),
      'Apply complete! Resources: 3 added',
    );
    row('`helix plan`, no change', measure(project, plan), peakMemory(project, plan));
    /** @type {import('node:child_process').SpawnSyncOptionsWithStringEncoding} */
    const options = {
      cwd: join(project, '.helix', 'terraform', 'default', 'aws-us-east-1-compute'),
      env: bench.env,
      encoding: 'utf8',
    };
    const words = ['plan', '-input=false', '-no-color', '-detailed-exitcode'];
    row(
      '`terraform plan`, no change',
      timeRuns(
        () => requireSuccess(spawnSync(terraform.program, words, options), 'terraform plan'),
        Math.min(runs, 3),
      ),
      '',
    );
    expect(run(project, [helix, 'destroy', '--auto-approve']), 'Destroy complete! Resources: 3 destroyed.');
  } finally {
    await moto.stop();
    terraform.remove();
  }
}

/** Bundles the helpers of the acceptance tests for plain Node. */
async function bundleHelpers(root, scratch) {
  const outfile = join(scratch, 'aws.cjs');
  const folder = join(root, 'tests', 'acceptance', 'aws');
  await build({
    stdin: {
      contents:
        "export { Moto } from './moto'; export { FoundTerraform } from '../terraform/found-terraform';",
      resolveDir: folder,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    outfile,
    define: { __dirname: JSON.stringify(folder) },
  });
  return createRequire(import.meta.url)(outfile);
}
