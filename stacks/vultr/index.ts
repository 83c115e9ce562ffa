import { vultr as facts } from '../../src/clouds/vultr';
import { accountName } from '../account-name';
import type { TerraformCloud } from '../cloud';
import behaviour from './behaviour.json';
import { causeOf } from './failure-cause';
import { power } from './power';
import { probeOf } from './probe';

/** Vultr through Terraform. The provider has no setting for another address. */
export const vultr: TerraformCloud = {
  facts,
  provider: { source: 'vultr/vultr', version: '2.32.0' },
  scope: null,
  // Its retries repeat a creation whose answer was lost, and make two machines. It takes the key from the environment.
  providerBlock: () => ({ retry_limit: -1 }),
  probe: probeOf,
  api: {
    url: () => 'https://api.vultr.com',
    authorization: { type: 'bearer', variables: ['VULTR_API_KEY'] },
    identityCall: { url: () => 'https://api.vultr.com', path: () => '/v2/account', who: accountName },
  },
  power,
  unread: { vultr_instance: ['user_data', 'activation_email', 'ddos_protection', 'enable_ipv6', 'iso_id'] },
  dynamic: {},
  behaviour,
  computed: {},
  isStopped: ({ power_status: status }) => status === 'stopped',
  identity: /^VULTR_API_KEY$/,
  classify: causeOf,
  credentialsHint: 'Set VULTR_API_KEY, of an account whose access control lists the address of this host',
  stackBytes: 0.3e9,
  lower: async () => (await import('./lowering')).VULTR_LOWERING,
};
