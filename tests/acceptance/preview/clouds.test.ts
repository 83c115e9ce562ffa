import { azure } from '../../../stacks/azure';
import { digitalocean } from '../../../stacks/digitalocean';
import { google } from '../../../stacks/google';
import { vultr } from '../../../stacks/vultr';
import * as onAzure from '../azure/one-machine';
import { ForgeServer } from '../ci/forge-server';
import * as onDigitalOcean from '../digitalocean/one-machine';
import * as onGoogle from '../google/one-machine';
import { describeWith } from '../terraform/describe-with';
import type { ProviderPackage } from '../terraform/found-mirror';
import type { MachineWorld } from '../terraform/machine-world';
import * as onVultr from '../vultr/one-machine';
import { githubJob } from './shop';

let forge: ForgeServer;
beforeAll(async () => (forge = await ForgeServer.start()));
afterAll(() => forge.stop());
afterEach(() => forge.reset());

describePreview('Google', google.provider, onGoogle.openMachine);
describePreview('Azure', azure.provider, onAzure.openMachine);
describePreview('DigitalOcean', digitalocean.provider, onDigitalOcean.openMachine);
describePreview('Vultr', vultr.provider, onVultr.openMachine);

function describePreview(title: string, provider: ProviderPackage, open: () => Promise<MachineWorld>): void {
  describeWith(provider, `a preview on ${title}`, () => {
    let world: MachineWorld;
    beforeEach(async () => (world = await open()));
    afterEach(() => world.close());

    it('lives beside its machine, and a sweep without its files takes it alone', async () => {
      const { project, standIn, leftOver, userData } = world;
      await project.runHelix('apply', '--auto-approve');
      const [before, data] = [[...leftOver()].sort(), userData()];
      project.write('helix.toml', `${project.read('helix.toml')}\n[preview]\nfrom = ["api"]\n`);
      const env = githubJob(forge, project);
      const up = await project.run(['preview', 'up', '--pr', '7', '--comment', 'github'], { env });
      expect([up.code, up.code === 0 ? '' : up.stderr]).toEqual([0, '']);
      expect(userData()).toHaveLength(2);
      expect(leftOver().length).toBeGreaterThan(before.length);
      expect(forge.bodies).toEqual([expect.stringMatching(/preview: live[^]*\$\d+\.\d\d a month/)]);

      forge.pulls.close(7);
      project.write('helix.toml', '[project]\nname = "p"\n');
      const sweep = await project.run(['preview', 'sweep', '--comment', 'github'], { env });
      expect([sweep.code, sweep.stdout]).toEqual([0, expect.stringContaining('pull request 7 is gone')]);
      expect([[...leftOver()].sort(), userData()]).toEqual([before, data]);
      expect(standIn.violations).toEqual([]);
    });
  });
}
