import { vultr } from '../../../stacks/vultr';
import { describeKills } from '../terraform/describe-kills';
import { openVultr, SMALL } from './on-vultr';

describeKills('SIGKILL on Vultr', {
  provider: vultr.provider,
  moments: {
    apply: ['firewalls.create', 'instances.create'],
    replace: ['instances.delete', 'instances.create'],
    destroy: ['instances.delete', 'firewalls.delete'],
  },
  open: async () => {
    const { cloud, ...world } = await openVultr(`[deploy.api]\n${SMALL}env = { LEVEL = "debug" }\n`);
    return {
      ...world,
      leftOver: () => cloud.leftOver(),
      userData: () =>
        [...cloud.instances.values()].map(({ fields: { user_data: data } }) =>
          Buffer.from(data as string, 'base64').toString(),
        ),
    };
  },
});
