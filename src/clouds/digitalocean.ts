import observed from './digitalocean/replacement.json';
import type { Cloud } from './cloud';

export const digitalocean = {
  name: 'digitalocean',
  title: 'DigitalOcean',
  machineTitle: 'DigitalOcean Droplet',
  terraformProvider: 'digitalocean/digitalocean',
  aliases: ['do'],
  machines: true,
  regions: { shape: /^[a-z]{3}\d$/, default: 'nyc3' },
  spot: false,
  consolePage: ({ id }) => `https://cloud.digitalocean.com/droplets/${id}`,
  lacks: ['identity', 'private-address', 'arm64'],
  zones: null,
  secretReferences: [],
  tables: { registry: null, app: null },
  pricing: {
    // DigitalOcean charges at most 672 hours of a month.
    monthHours: 672,
    sellsMonths: true,
    // Basic droplets have shared vCPUs.
    burstable: /^s-/,
    disks: {
      types: ['volume'],
      exception: null,
      minGb: 1,
      attached: true,
      charged: { by: 'size', products: { volume: 'volume-block-storage' } },
    },
    publicIp: null,
    registryStorage: null,
    api: { url: 'https://api.digitalocean.com', variable: 'DIGITALOCEAN_TOKEN' },
    bookProducts: /^(volume-block-storage|container-registry-.*)$/,
    sameEverywhere: [],
  },
  credentials: {
    firstVariable: 'DIGITALOCEAN_TOKEN',
    places: { variables: ['DIGITALOCEAN_TOKEN', 'DIGITALOCEAN_ACCESS_TOKEN'], files: [] },
    family: /^(DIGITALOCEAN|SPACES)_[A-Z0-9_]+$/,
    shapes: [/^dop_v1_[a-f0-9]{32,}$/],
    fromJson: null,
    fromFile: null,
    fromToken: null,
    registry: {
      type: 'credentials',
      hostIn: () => 'registry.digitalocean.com',
      keyFile: null,
      // A token is both the name and the password.
      loginOf: ({ DIGITALOCEAN_TOKEN: token, DIGITALOCEAN_ACCESS_TOKEN: other }) => {
        const found = token ?? other;
        return found === undefined || found === '' ? null : { username: found, password: found };
      },
    },
    accountKeys: {},
    synonyms: {},
    otherForms: null,
  },
  lowering: { kinds: ['instance'], revision: 1, replacing: [] },
  replacement: {
    observed,
    stricter: {
      'disk.size_gb smaller': { effect: 'replace', because: 'no cloud makes a disk smaller' },
      'own_disk_gb smaller': { effect: 'replace', because: 'no cloud makes a disk smaller' },
      gpu_count: { effect: 'replace', because: 'a machine with a GPU starts from another image' },
      'subnet_id removed': { effect: 'replace', because: 'the provider does not notice it' },
    },
  },
} as const satisfies Cloud;
