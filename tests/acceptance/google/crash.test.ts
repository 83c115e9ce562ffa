import { google } from '../../../stacks/google';
import { describeKills } from '../terraform/describe-kills';
import { openMachine } from './one-machine';

describeKills('SIGKILL on Google', {
  provider: google.provider,
  moments: {
    apply: ['iam.serviceAccounts.create', 'compute.instances.insert'],
    replace: ['compute.instances.delete', 'compute.instances.insert'],
    destroy: ['compute.instances.delete', 'iam.serviceAccounts.delete'],
  },
  open: openMachine,
});
