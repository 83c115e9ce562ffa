import { digitalocean } from '../../../stacks/digitalocean';
import { StandIn } from '../stand-in/stand-in';
import { FoundTerraform } from '../terraform/found-terraform';
import { DigitalOceanCloud } from './cloud/digitalocean-cloud';
import { DigitalOceanProject } from './digitalocean-project';
import { SMALL } from './on-digitalocean';
import type { MachineWorld } from '../terraform/machine-world';

/** Opens a stand-in of DigitalOcean, and a project with a machine there. */
export async function openMachine(): Promise<MachineWorld> {
  const terraform = new FoundTerraform([digitalocean.provider]);
  const cloud = new DigitalOceanCloud();
  const standIn = await StandIn.start(cloud);
  const project = new DigitalOceanProject(standIn, terraform, `${SMALL}env = { LEVEL = "debug" }\n`);
  return {
    standIn,
    project,
    // Each creation has a tag of its own.
    leftOver: () => cloud.leftOver().map((one) => one.replace(/helix-op:\S+/, 'helix-op')),
    userData: () => [...cloud.droplets.values()].map(({ userData }) => userData),
    close: async () => {
      project.remove();
      await standIn.stop();
      terraform.remove();
    },
  };
}
