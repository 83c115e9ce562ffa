import { vultr } from '../../../stacks/vultr';
import { describeKills } from '../terraform/describe-kills';
import { openMachine } from './one-machine';

describeKills('SIGKILL on Vultr', {
  provider: vultr.provider,
  moments: {
    apply: ['firewalls.create', 'instances.create'],
    replace: ['instances.delete', 'instances.create'],
    destroy: ['instances.delete', 'firewalls.delete'],
  },
  open: openMachine,
});
