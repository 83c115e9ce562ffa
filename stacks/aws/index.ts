import { aws as facts } from '../../src/clouds/aws';
import type { TerraformCloud } from '../cloud';
import behaviour from './behaviour.json';
import { causeOf } from './failure-cause';
import { identityCall } from './identity-call';
import { power } from './power';
import { probeBlocks } from './probe';

/** AWS through Terraform. */
export const aws: TerraformCloud = {
  facts,
  provider: { source: 'hashicorp/aws', version: '5.100.0' },
  providerBlock: (region, { endpointUrl }) => ({
    region,
    ...(endpointUrl === null ? {} : redirected(endpointUrl)),
  }),
  scope: null,
  probe: probeBlocks,
  api: {
    url: (region) => `https://ec2.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`,
    authorization: { type: 'signature', service: 'ec2' },
    identityCall,
  },
  power,
  unread: {},
  dynamic: {},
  behaviour,
  computed: { tags_all: 'tags' },
  isStopped: ({ instance_state: state }) => state === 'stopped',
  identity:
    /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN|CREDENTIAL_.*|(DEFAULT_)?PROFILE|ROLE_.*|WEB_IDENTITY_.*|CONTAINER_.*|SHARED_CREDENTIALS_FILE|CONFIG_FILE)$/,
  classify: causeOf,
  credentialsHint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  stackBytes: 0.85e9,
  lower: async () => (await import('./lowering')).AWS_LOWERING,
};

/** The services that the blocks or a probe may call. */
const SERVICES = ['ec2', 'ecr', 'iam', 'ssm', 'sts'];

function redirected(url: string) {
  return {
    endpoints: [Object.fromEntries(SERVICES.map((service) => [service, url]))],
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    skip_region_validation: true,
    s3_use_path_style: true,
  };
}
