import type { Cloud } from './cloud';
import { projectInKey } from './google/key-file';
import { registryLogin } from './google/registry-login';
import observed from './google/replacement.json';
import { firstZoneOf, isZoneOf } from './google/zones';

const USER_DATA = 'a machine reads its user data at its first boot alone';

export const google = {
  name: 'google',
  title: 'Google Cloud',
  machineTitle: 'GCP Compute Engine',
  terraformProvider: 'hashicorp/google',
  aliases: ['gcp'],
  machines: true,
  regions: { shape: /^[a-z]+-[a-z]+\d{1,2}$/, default: 'us-central1' },
  spot: true,
  // The id is the path of a machine: `projects/acme/zones/us-central1-a/instances/helix-api`.
  consolePage: ({ id }) => {
    const [, project, zone, name] = /^projects\/(.+)\/zones\/(.+)\/instances\/(.+)$/.exec(id) ?? [];
    return `https://console.cloud.google.com/compute/instancesDetail/zones/${zone}/instances/${name}?project=${project}`;
  },
  lacks: ['ipv6', 'named-key'],
  zones: { isOf: isZoneOf, firstOf: firstZoneOf },
  secretReferences: [/^projects\/[\w-]+\/secrets\/[\w-]+(\/versions\/[\w-]+)?$/, /^gsm:[\w-]+$/],
  tables: { registry: null, app: null },
  pricing: {
    monthHours: 730,
    sellsMonths: false,
    // Shared-core machine types.
    burstable: /^(e2-(micro|small|medium)|f1-|g1-)/,
    disks: {
      types: ['pd-balanced'],
      // Newer families take no Persistent Disk.
      exception: { machines: /^(c4|c4a|c4d|n4|n4a|n4d|g4)-/, types: ['hyperdisk-balanced'] },
      minGb: 10,
      attached: false,
      charged: { by: 'size', products: { 'pd-balanced': 'pd-balanced' } },
    },
    publicIp: 'external-ipv4-in-use-vm',
    registryStorage: 'artifact-registry-storage',
    api: { url: 'https://cloudbilling.googleapis.com', variable: 'GOOGLE_API_KEY' },
    bookProducts: /^(pd-balanced|external-ipv4-in-use-vm|artifact-registry-storage)$/,
    sameEverywhere: [],
  },
  credentials: {
    firstVariable: 'GOOGLE_CREDENTIALS',
    places: {
      variables: ['GOOGLE_CREDENTIALS', 'GOOGLE_APPLICATION_CREDENTIALS', 'GOOGLE_OAUTH_ACCESS_TOKEN'],
      files: ['.config/gcloud/application_default_credentials.json'],
    },
    family: /^(GOOGLE|GCLOUD|CLOUDSDK|GCE_METADATA)_[A-Z0-9_]+$/,
    shapes: [/^AIza[A-Za-z0-9_-]{30,}$/],
    fromJson: (text) => ({ GOOGLE_CREDENTIALS: text.trim(), ...projectVariable(text) }),
    // Google's tools read a JSON key file themselves.
    fromFile: (text, { path }) =>
      text.trimStart().startsWith('{')
        ? { GOOGLE_APPLICATION_CREDENTIALS: path, ...projectVariable(text) }
        : null,
    fromToken: (token) => ({ GOOGLE_OAUTH_ACCESS_TOKEN: token }),
    registry: {
      type: 'credentials',
      hostIn: (region) => `${region}-docker.pkg.dev`,
      keyFile: 'GOOGLE_APPLICATION_CREDENTIALS',
      loginOf: registryLogin,
    },
    accountKeys: { project_id: 'GOOGLE_PROJECT' },
    synonyms: {},
    otherForms: { file: 'a JSON key file', command: 'JSON credentials or an access token' },
  },
  lowering: { kinds: ['instance', 'registry_repo'], revision: 1, replacing: [] },
  replacement: {
    observed,
    stricter: {
      arch: { effect: 'replace', because: 'a machine of another architecture runs another image' },
      instance_type: { effect: 'replace', because: 'another family may take neither the disk nor the image' },
      'instance_type spot': { effect: 'replace', because: 'a spot machine is deleted when it stops' },
      image: { effect: 'replace', because: USER_DATA },
      registry: { effect: 'replace', because: USER_DATA },
      ports: { effect: 'replace', because: USER_DATA },
      env: { effect: 'replace', because: USER_DATA },
      'env reference': { effect: 'replace', because: 'a machine reads its secrets when it starts' },
      secrets: { effect: 'replace', because: USER_DATA },
      'secrets reference': { effect: 'replace', because: 'a machine reads its secrets when it starts' },
      expire_itself: { effect: 'replace', because: USER_DATA },
      subnet_id: { effect: 'replace', because: 'a machine must stop to leave its network' },
      'subnet_id removed': { effect: 'replace', because: 'a machine must stop to leave its network' },
    },
  },
} as const satisfies Cloud;

/** The project in a key as the variable that Google's tools read. */
function projectVariable(text: string): Readonly<Record<string, string>> {
  const project = projectInKey(text);
  return project === undefined ? {} : { GOOGLE_PROJECT: project };
}
