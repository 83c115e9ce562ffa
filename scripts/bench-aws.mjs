// The part of `npm run bench` that plans the AWS example: with Helix, and with Terraform in the work directory that Helix left.
// AWS is moto. Where it, Terraform or the provider is missing that is said, and the part is left out.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

const TARGETS = ['production', 'preview', 'registry_repo.images'].flatMap((name) => ['--target', name]);

/** Plans the example before and after it is applied. */
export async function aws(bench) {
  const { say, table, row, run, expect, succeeded, measured, timed, peak, helix, scratch, root, runs } =
    bench;
  say();
  say('## A blueprint on AWS');
  say();
  const { Moto, FoundTerraform } = await bundled(root, scratch);
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
        'directory that `helix apply` left, with the provider installed.',
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
    // Nobody answers on the address of a machine that moto plays.
    const blueprint = join(project, 'Blueprint.toml');
    const text = bench.read(blueprint).replace(/\[blueprint\.health\][^[]*/, '');
    writeFileSync(blueprint, text);
    table(['command', 'time', 'peak memory']);
    const plan = [helix, 'plan'];
    row('`helix plan`, create all', measured(project, plan), peak(project, plan));
    expect(
      run(project, [helix, 'apply', '--auto-approve', ...TARGETS]),
      'Apply complete! Resources: 3 added',
    );
    row('`helix plan`, no change', measured(project, plan), peak(project, plan));
    const options = {
      cwd: join(project, '.helix', 'terraform', 'default', 'aws-us-east-1-compute'),
      env: bench.env,
      encoding: 'utf8',
    };
    const words = ['plan', '-input=false', '-no-color', '-detailed-exitcode'];
    row(
      '`terraform plan`, no change',
      timed(
        () => succeeded(spawnSync(terraform.program, words, options), 'terraform plan'),
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

/** What the acceptance tests find and start, made for plain node. */
async function bundled(root, scratch) {
  const outfile = join(scratch, 'aws.cjs');
  const folder = join(root, 'tests', 'acceptance', 'aws');
  await build({
    stdin: {
      contents: "export { Moto } from './moto'; export { FoundTerraform } from './found-terraform';",
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
