import { google as facts } from '../../src/clouds/google';
import type { TerraformCloud } from '../cloud';
import behaviour from './behaviour.json';
import { causeOf, wayOut } from './failure-cause';
import { power } from './power';
import { probeBlocks } from './probe';
import { GOOGLE_SCOPE } from './scope';

/** Google Cloud through Terraform. */
export const google: TerraformCloud = {
  facts,
  provider: { source: 'hashicorp/google', version: '6.50.0' },
  providerBlock: (region, { endpointUrl, scope }) => ({
    project: scope,
    region,
    // Its label would stand on everything beside ours.
    add_terraform_attribution_label: false,
    ...(endpointUrl === null ? {} : redirected(endpointUrl)),
  }),
  scope: GOOGLE_SCOPE,
  probe: probeBlocks,
  api: {
    url: () => 'https://compute.googleapis.com',
    identityCall: {
      url: () => 'https://cloudresourcemanager.googleapis.com',
      redirected: '/cloudresourcemanager',
      path: (project) => (project === null ? null : `/v1/projects/${project}`),
      who: (_, project) => project,
    },
    authorization: {
      type: 'oauth-key',
      token: 'GOOGLE_OAUTH_ACCESS_TOKEN',
      keys: [
        'GOOGLE_CREDENTIALS',
        'GOOGLE_CLOUD_KEYFILE_JSON',
        'GCLOUD_KEYFILE_JSON',
        'GOOGLE_APPLICATION_CREDENTIALS',
      ],
      homeFile: '.config/gcloud/application_default_credentials.json',
      url: 'https://oauth2.googleapis.com/token',
      scope: 'https://www.googleapis.com/auth/cloud-platform',
    },
  },
  power,
  // A secret version is never imported, and everything else is read.
  unread: {},
  dynamic: {},
  behaviour,
  computed: { effective_labels: 'labels', terraform_labels: 'labels' },
  isStopped: ({ current_status: status }) => status === 'TERMINATED' || status === 'STOPPED',
  identity:
    /^(GOOGLE_(CREDENTIALS|APPLICATION_CREDENTIALS|OAUTH_ACCESS_TOKEN|CLOUD_KEYFILE_JSON|IMPERSONATE_SERVICE_ACCOUNT|PROJECT|CLOUD_PROJECT|BILLING_PROJECT)|GCLOUD_(KEYFILE_JSON|PROJECT)|CLOUDSDK_.*|GCE_METADATA_.*)$/,
  classify: causeOf,
  wayOut,
  credentialsHint:
    'Set GOOGLE_APPLICATION_CREDENTIALS or GOOGLE_OAUTH_ACCESS_TOKEN, or sign in with `gcloud auth application-default login`',
  stackBytes: 0.6e9,
  lower: async () => (await import('./lowering')).GOOGLE_LOWERING,
};

/** The services that the blocks or a probe may call, by the argument that redirects each. */
const SERVICES = {
  artifact_registry: 'artifactregistry/v1/',
  compute: 'compute/v1/',
  // The provider adds the version to this one by itself.
  iam: 'iam/',
  secret_manager: 'secretmanager/v1/',
};

function redirected(url: string) {
  const base = url.replace(/\/+$/, '');
  return Object.fromEntries(
    Object.entries(SERVICES).map(([argument, path]) => [`${argument}_custom_endpoint`, `${base}/${path}`]),
  );
}
