import { azure as facts } from '../../src/clouds/azure';
import { isObject } from '../../src/values/is-object';
import type { JsonObject } from '../../src/values/json';
import type { TerraformCloud } from '../cloud';
import behaviour from './behaviour.json';
import { causeOf } from './failure-cause';
import { power } from './power';
import { probeBlocks } from './probe';

const DYNAMIC = ['body', 'output', 'replace_triggers_external_values', 'response_export_values'];

/** Azure through Terraform. */
export const azure: TerraformCloud = {
  facts,
  provider: { source: 'azure/azapi', version: '2.12.0' },
  requiredTerraform: '>= 1.11.0',
  providerBlock: (_region, { endpointUrl }) => ({
    // Nobody but Azure is told that Terraform made it.
    disable_terraform_partner_id: true,
    ...(endpointUrl === null ? {} : redirected(endpointUrl)),
  }),
  scope: {
    find: ({ ARM_SUBSCRIPTION_ID: variable }) => variable,
    title: 'subscription',
    hint: 'Set ARM_SUBSCRIPTION_ID',
  },
  probe: probeBlocks,
  api: {
    url: () => 'https://management.azure.com',
    // A token is given for a secret that is right, and asking for it changes nothing.
    identityCall: {
      url: () => 'https://management.azure.com',
      path: () => null,
      who: (_, subscription) => subscription,
    },
    authorization: {
      type: 'oauth-application',
      url: 'https://login.microsoftonline.com',
      tenant: 'ARM_TENANT_ID',
      client: 'ARM_CLIENT_ID',
      secret: 'ARM_CLIENT_SECRET',
      assertion: 'ARM_OIDC_TOKEN',
      command: ['az', 'account', 'get-access-token', '--resource', 'https://management.azure.com/'],
      scope: 'https://management.azure.com/.default',
    },
  },
  power,
  // An import has the whole body as Azure tells it, and nothing of how it is planned.
  unread: {
    azapi_resource: [
      'read_query_parameters',
      'replace_triggers_refs',
      'retry',
      'sensitive_body_version',
      ...DYNAMIC,
    ],
  },
  dynamic: { azapi_resource: DYNAMIC },
  behaviour,
  computed: {},
  isStopped: ({ output }) => isObject(output) && STOPPED.test(powerOf(output)),
  identity:
    /^(ARM|AZURE)_(TENANT_ID|CLIENT_ID|CLIENT_SECRET|CLIENT_CERTIFICATE|OIDC|USE_|MSI|ADO|FEDERATED|AUXILIARY).*$|^ACTIONS_ID_TOKEN_REQUEST_/,
  classify: causeOf,
  credentialsHint: 'Set ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET, or run `az login`',
  stackBytes: 0.7e9,
  lower: async () => (await import('./lowering')).AZURE_LOWERING,
};

const STOPPED = /^PowerState\/(deallocated|stopped)$/;

function powerOf({ power = null }: JsonObject): string {
  return typeof power === 'string' ? power : '';
}

function redirected(url: string) {
  return {
    endpoint: [
      {
        resource_manager_endpoint: url,
        active_directory_authority_host: url,
        resource_manager_audience: url,
      },
    ],
    disable_instance_discovery: true,
    skip_provider_registration: true,
  };
}
