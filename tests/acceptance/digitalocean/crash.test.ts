import { digitalocean } from '../../../stacks/digitalocean';
import { describeKills } from '../terraform/describe-kills';
import { openMachine } from './one-machine';

describeKills('SIGKILL on DigitalOcean', {
  provider: digitalocean.provider,
  moments: {
    apply: ['tags.create', 'droplets.create'],
    replace: ['droplets.delete', 'droplets.create'],
    destroy: ['droplets.delete', 'firewalls.delete'],
  },
  open: openMachine,
});
