import { processCredentials } from './aws/process-credentials';
import observed from './aws/replacement.json';
import { isSharedCredentials, sharedProfile } from './aws/shared-profile';
import type { Cloud } from './cloud';

export const aws = {
  name: 'aws',
  title: 'AWS',
  machineTitle: 'AWS EC2',
  terraformProvider: 'hashicorp/aws',
  aliases: [],
  machines: true,
  regions: { shape: /^[a-z]{2}(-[a-z]+){1,2}-\d$/, default: 'us-east-1' },
  spot: true,
  consolePage: ({ id, region }) =>
    `https://${region}.console.aws.amazon.com/ec2/home?region=${region}#InstanceDetails:instanceId=${id}`,
  lacks: [],
  zones: null,
  secretReferences: [/^ssm:\/?[\w./-]+$/, /^arn:aws[a-z-]*:(ssm|secretsmanager):[a-z0-9-]+:\d{12}:.+$/],
  tables: { registry: 'ecr', app: null },
  pricing: {
    monthHours: 730,
    sellsMonths: false,
    // T instances run on CPU credits.
    burstable: /^t\d/,
    disks: {
      types: ['gp3'],
      exception: null,
      minGb: 8,
      attached: false,
      charged: { by: 'size', products: { gp3: 'ebs-gp3' } },
    },
    publicIp: 'public-ipv4-address',
    registryStorage: 'ecr-private-storage',
    api: { url: 'https://pricing.us-east-1.amazonaws.com', variable: null },
    bookProducts: /^(ebs-gp3|public-ipv4-.*|ecr-private-storage)$/,
    // AWS announced one price of public IPv4 addresses for all of its regions, from February 2024.
    sameEverywhere: ['public-ipv4-address'],
  },
  credentials: {
    firstVariable: 'AWS_ACCESS_KEY_ID',
    places: {
      variables: [
        'AWS_ACCESS_KEY_ID',
        'AWS_PROFILE',
        'AWS_WEB_IDENTITY_TOKEN_FILE',
        'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
        'AWS_CONTAINER_CREDENTIALS_FULL_URI',
      ],
      files: ['.aws/credentials', '.aws/config'],
    },
    family: /^AWS_[A-Z0-9_]+$/,
    shapes: [/^(AKIA|ASIA)[A-Z0-9]{12,}$/],
    fromJson: processCredentials,
    fromFile: (text, { path, profile, environment }) =>
      isSharedCredentials(text)
        ? sharedProfile(text, profile ?? environment['AWS_PROFILE'] ?? null, path)
        : null,
    fromToken: null,
    registry: { type: 'sdk-token' },
    accountKeys: {},
    synonyms: {},
    otherForms: {
      file: 'a file like ~/.aws/credentials',
      command: 'the JSON output of a `credential_process`',
    },
  },
  lowering: { kinds: ['instance', 'registry_repo'], revision: 1, replacing: [] },
  replacement: {
    observed,
    stricter: {
      'disk.size_gb smaller': { effect: 'replace', because: 'no cloud makes a disk smaller' },
      'instance_type spot': { effect: 'replace', because: 'a one-time spot machine cannot be stopped' },
      'spot off': { effect: 'replace', because: 'the provider does not notice it' },
      'ssh_key removed': { effect: 'replace', because: 'the provider does not notice it' },
      'subnet_id removed': { effect: 'replace', because: 'the provider does not notice it' },
      'secrets reference': { effect: 'replace', because: 'a machine reads its secrets when it starts' },
      'env reference': { effect: 'replace', because: 'a machine reads its secrets when it starts' },
    },
  },
} as const satisfies Cloud;
