import { azure } from '../../../stacks/azure';
import { describeKills } from '../terraform/describe-kills';
import { openMachine } from './one-machine';

describeKills('SIGKILL on Azure', {
  provider: azure.provider,
  moments: {
    apply: ['group.put', 'machine.put'],
    replace: ['machine.delete', 'machine.put'],
    destroy: ['machine.delete', 'group.delete'],
  },
  open: openMachine,
});
