import { azure } from '../../../stacks/azure';
import { Certificates } from '../hosts/certificates';
import { StandIn } from '../stand-in/stand-in';
import { FoundTerraform } from '../terraform/found-terraform';
import { AzureProject } from './azure-project';
import { Arm } from './cloud/arm';
import { textAt } from './cloud/arm-store';
import { machine, onlyTables } from './small-machines';
import type { MachineWorld } from '../terraform/machine-world';

/** Opens a stand-in of Azure, and a project with a machine there. */
export async function openMachine(): Promise<MachineWorld> {
  const terraform = new FoundTerraform([azure.provider]);
  const certificates = new Certificates('IP:127.0.0.1');
  const arm = new Arm();
  const standIn = await StandIn.start(arm, certificates);
  const project = new AzureProject({ terraform, certificates, standIn });
  onlyTables(project, `${machine('api')}env = { LEVEL = "debug" }\n`);
  const userData = () =>
    arm.store
      .list('Microsoft.Compute/virtualMachines')
      .map(({ body }) => Buffer.from(textAt(body, 'properties.osProfile.customData'), 'base64').toString());
  return {
    standIn,
    project,
    // The names of role assignments are made of ids.
    leftOver: () =>
      arm.store.list().map(({ type, name }) => (/roleAss/.test(type) ? type : `${type} ${name}`)),
    userData,
    close: async () => {
      project.remove();
      await standIn.stop();
      certificates.remove();
      terraform.remove();
    },
  };
}
