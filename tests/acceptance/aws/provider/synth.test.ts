import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { onMoto } from '../on-moto';

const ROOT = join(__dirname, '../../../..');

describe('cdktf synth', () => {
  const { example } = onMoto();

  it('writes byte for byte what the first apply gives Terraform', async () => {
    const project = example();
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
      rmSync(join(ROOT, 'cdktf.out'), { recursive: true, force: true });
    }
  });
});
