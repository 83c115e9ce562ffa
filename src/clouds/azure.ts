import observed from './azure/replacement.json';
import type { Cloud } from './cloud';

/** The provider follows no change of an interface that is created again. */
const INTERFACE = 'a machine keeps its interface as long as it exists';

export const azure = {
  name: 'azure',
  title: 'Azure',
  machineTitle: 'Azure VM',
  terraformProvider: 'azure/azapi',
  aliases: [],
  machines: true,
  regions: { shape: /^[a-z]{4,}\d?$/, default: 'eastus' },
  spot: true,
  consolePage: ({ id }) => `https://portal.azure.com/#@/resource${id}`,
  lacks: ['keyless', 'named-key'],
  zones: null,
  secretReferences: [/^https:\/\/[a-z0-9-]+\.vault\.azure\.net\/secrets\/[\w/-]+$/i],
  tables: { registry: null, app: null },
  pricing: {
    monthHours: 730,
    sellsMonths: false,
    // The B series runs on CPU credits.
    burstable: /^Standard_B/,
    disks: {
      types: ['StandardSSD_LRS', 'Premium_LRS'],
      exception: null,
      minGb: 30,
      attached: false,
      charged: {
        by: 'tier',
        products: {
          StandardSSD_LRS: /^standard-ssd-e\d+-lrs-(\d+)gib$/,
          Premium_LRS: /^premium-ssd-p\d+-lrs-(\d+)gib$/,
        },
        sizesGib: [4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32767],
      },
    },
    publicIp: 'public-ipv4-static-regional',
    registryStorage: null,
    api: { url: 'https://prices.azure.com', variable: null },
    bookProducts: /^((premium|standard)-ssd-[pe]\d+-lrs-\d+gib|public-ipv4-.*|container-registry-.*)$/,
    sameEverywhere: [],
  },
  credentials: {
    firstVariable: 'ARM_CLIENT_ID',
    places: {
      variables: ['ARM_CLIENT_ID', 'AZURE_CLIENT_ID', 'ARM_USE_MSI', 'ARM_USE_OIDC'],
      files: ['.azure/azureProfile.json'],
    },
    family: /^((ARM|AZURE)_[A-Z0-9_]+|ACTIONS_ID_TOKEN_REQUEST_(URL|TOKEN))$/,
    shapes: [],
    fromJson: null,
    fromFile: null,
    fromToken: null,
    registry: null,
    accountKeys: {
      subscription_id: 'ARM_SUBSCRIPTION_ID',
      tenant_id: 'ARM_TENANT_ID',
      client_id: 'ARM_CLIENT_ID',
    },
    synonyms: {
      AZURE_SUBSCRIPTION_ID: 'ARM_SUBSCRIPTION_ID',
      AZURE_TENANT_ID: 'ARM_TENANT_ID',
      AZURE_CLIENT_ID: 'ARM_CLIENT_ID',
      AZURE_CLIENT_SECRET: 'ARM_CLIENT_SECRET',
      AZURE_CLIENT_CERTIFICATE_PATH: 'ARM_CLIENT_CERTIFICATE_PATH',
      AZURE_CLIENT_CERTIFICATE_PASSWORD: 'ARM_CLIENT_CERTIFICATE_PASSWORD',
    },
    otherForms: null,
  },
  lowering: { kinds: ['instance', 'registry_repo'], revision: 1, replacing: [] },
  replacement: {
    observed,
    stricter: {
      'secrets value': { effect: 'replace', because: 'they come with the user data, which never changes' },
      'spot off': { effect: 'replace', because: 'the provider takes what a body leaves out as wanted' },
      public_ip: { effect: 'replace', because: INTERFACE },
      subnet_id: { effect: 'replace', because: INTERFACE },
      'subnet_id removed': { effect: 'replace', because: INTERFACE },
      'instance_type spot': { effect: 'replace', because: 'Azure does not stop and start a spot machine' },
    },
  },
} as const satisfies Cloud;
