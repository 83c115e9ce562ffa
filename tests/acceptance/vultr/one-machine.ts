import { openVultr, SMALL } from './on-vultr';
import type { MachineWorld } from '../terraform/machine-world';

/** Opens a stand-in of Vultr, and a project with a machine there. */
export async function openMachine(): Promise<MachineWorld> {
  const { cloud, ...world } = await openVultr(`[deploy.api]\n${SMALL}env = { LEVEL = "debug" }\n`);
  return {
    ...world,
    leftOver: () => cloud.leftOver(),
    userData: () =>
      [...cloud.instances.values()].map(({ fields: { user_data: data } }) =>
        Buffer.from(data as string, 'base64').toString(),
      ),
  };
}
