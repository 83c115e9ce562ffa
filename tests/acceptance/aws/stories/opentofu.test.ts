import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FoundTerraform } from '../../terraform/found-terraform';
import { describeWithTofu } from '../../terraform/describe-with';
import { counts, living, NOTHING, ONE_MACHINE } from '../cloud';
import { itLivesWhole } from './example-story';
import { onMoto } from '../on-moto';
import { machine } from '../small-projects';

describeWithTofu('the example on AWS, by OpenTofu', () => {
  itLivesWhole(onMoto({ terraform: new FoundTerraform(undefined, 'tofu') }));
});

describeWithTofu('a project that changes its program', () => {
  const { moto, small, terraform } = onMoto();
  const tofu = new FoundTerraform(undefined, 'tofu');
  afterAll(() => tofu.remove());

  it('continues from the state of the other one, in both directions, and keeps a lock file of each', async () => {
    const project = small(machine('api'));
    await project.runHelix('apply', '--auto-approve');
    const [made] = living(await moto.readCloud());
    for (const [from, to, environment] of [
      ['debug', 'info', tofu.environment],
      ['info', 'warn', terraform.environment],
    ] as const) {
      const options = { env: environment };
      const same = await project.run(['plan', '--refresh', '--verify', '--detailed-exitcode'], options);
      expect([same.code, same.stderr]).toEqual([0, expect.anything()]);
      // A new machine, the same group: both programs read what the other one wrote.
      project.edit('helix.toml', `LEVEL = "${from}"`, `LEVEL = "${to}"`);
      const applied = await project.run(['apply', '--auto-approve'], options);
      expect([applied.code, applied.stderr]).toEqual([0, expect.anything()]);
      const cloud = await moto.readCloud();
      expect(counts(cloud)).toEqual(ONE_MACHINE);
      expect(living(cloud)[0]!.groups).toEqual(made!.groups);
      // A lost work directory is made again from the mirrored state.
      for (const stack of project.stacks()) rmSync(stack, { recursive: true });
    }
    for (const name of ['helix.terraform.lock.hcl', 'helix.tofu.lock.hcl']) {
      expect([name, existsSync(join(project.directory, name))]).toEqual([name, true]);
    }
    const destroyed = await project.run(['destroy', '--auto-approve'], { env: tofu.environment });
    expect([destroyed.code, destroyed.stderr]).toEqual([0, expect.anything()]);
    expect(counts(await moto.readCloud())).toEqual(NOTHING);
  });
});
