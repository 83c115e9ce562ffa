import { digitalocean as facts } from '../../src/clouds/digitalocean';
import { accountName } from '../account-name';
import type { TerraformCloud } from '../cloud';
import behaviour from './behaviour.json';
import { causeOf } from './failure-cause';
import { power } from './power';
import { probeOf } from './probe';

/** DigitalOcean through Terraform. */
export const digitalocean: TerraformCloud = {
  facts,
  provider: { source: 'digitalocean/digitalocean', version: '2.71.0' },
  scope: null,
  providerBlock: (_region, { endpointUrl }) => ({
    // Its retries repeat a creation whose answer was lost, and make two machines.
    http_retry_max: 0,
    ...(endpointUrl === null ? {} : { api_endpoint: endpointUrl }),
  }),
  probe: probeOf,
  api: {
    url: () => 'https://api.digitalocean.com',
    authorization: { type: 'bearer', variables: ['DIGITALOCEAN_TOKEN', 'DIGITALOCEAN_ACCESS_TOKEN'] },
    identityCall: { url: () => 'https://api.digitalocean.com', path: () => '/v2/account', who: accountName },
  },
  power,
  unread: {
    digitalocean_droplet: [
      'user_data',
      'image',
      'ssh_keys',
      'resize_disk',
      'graceful_shutdown',
      'droplet_agent',
    ],
  },
  dynamic: {},
  behaviour,
  computed: {},
  isStopped: ({ status }) => status === 'off',
  identity: /^DIGITALOCEAN_(ACCESS_)?TOKEN$/,
  classify: causeOf,
  credentialsHint: 'Set DIGITALOCEAN_TOKEN',
  stackBytes: 0.3e9,
  lower: async () => (await import('./lowering')).DIGITALOCEAN_LOWERING,
};
