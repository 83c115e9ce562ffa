import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AwsProject } from './aws-project';
import { FoundTerraform } from './found-terraform';
import { Moto } from './moto';

const ROOT = join(__dirname, '../../..');

describe('cdktf synth', () => {
  it('writes byte for byte what the first apply gives Terraform', async () => {
    const terraform = new FoundTerraform();
    const moto = await Moto.start();
    const project = new AwsProject(moto, terraform);
    try {
      const out = join(project.home, 'cdktf.out');
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(ROOT, 'node_modules/.bin/cdktf'), 'synth', '--output', out],
        {
          cwd: ROOT,
          env: project.environment({ CI: '1', CHECKPOINT_DISABLE: '1', HELIX_PROJECT: project.directory }),
          encoding: 'utf8',
        },
      );
      expect([status, status === 0 ? '' : stdout + stderr]).toEqual([0, '']);
      const run = await project.apply();
      expect([run.code, run.code === 0 ? '' : run.stderr]).toEqual([0, '']);

      const written = project.stacks();
      expect(written.map((stack) => basename(stack)).sort()).toEqual([
        'aws-us-east-1-compute',
        'aws-us-east-1-registry',
      ]);
      for (const stack of written) {
        const synthesised = join(out, 'stacks', basename(stack), 'cdk.tf.json');
        expect(readFileSync(synthesised, 'utf8')).toBe(readFileSync(join(stack, 'main.tf.json'), 'utf8'));
      }
    } finally {
      project.remove();
      await moto.stop();
      terraform.remove();
      rmSync(join(ROOT, 'cdktf.out'), { recursive: true, force: true });
    }
  }, 240_000);
});
