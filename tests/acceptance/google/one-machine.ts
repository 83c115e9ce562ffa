import { google } from '../../../stacks/google';
import { StandIn } from '../stand-in/stand-in';
import { FoundTerraform } from '../terraform/found-terraform';
import { GoogleCloud } from './cloud/google-cloud';
import { GoogleProject, machine } from './google-project';
import type { MachineWorld } from '../terraform/machine-world';

/** Opens a stand-in of Google, and a project with a machine there. */
export async function openMachine(): Promise<MachineWorld> {
  const terraform = new FoundTerraform([google.provider]);
  const cloud = new GoogleCloud();
  const standIn = await StandIn.start(cloud);
  const proxy = await standIn.startProxy([]);
  const project = new GoogleProject(standIn, proxy, terraform, machine('api'));
  return {
    standIn,
    project,
    leftOver: () => Object.entries(cloud.inventory()).flatMap(([kind, all]) => all.map(() => kind)),
    userData: () => [...cloud.compute.instances.values()].map(({ metadata }) => JSON.stringify(metadata)),
    close: async () => {
      project.remove();
      proxy.close();
      await standIn.stop();
      terraform.remove();
    },
  };
}
