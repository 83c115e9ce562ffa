import observed from './vultr/replacement.json';
import type { Cloud } from './cloud';

export const vultr = {
  name: 'vultr',
  title: 'Vultr',
  machineTitle: 'Vultr Instance',
  terraformProvider: 'vultr/vultr',
  aliases: [],
  machines: true,
  regions: { shape: /^[a-z]{3}$/, default: 'ewr' },
  spot: false,
  consolePage: ({ id }) => `https://my.vultr.com/subs/?id=${id}`,
  lacks: ['identity', 'private-address', 'arm64'],
  zones: null,
  secretReferences: [],
  tables: { registry: null, app: null },
  pricing: {
    monthHours: 730,
    sellsMonths: true,
    // Regular Cloud Compute has shared vCPUs.
    burstable: /^vc2-/,
    disks: {
      types: ['block-storage-nvme'],
      exception: null,
      minGb: 10,
      attached: true,
      charged: { by: 'size', products: { 'block-storage-nvme': 'block-storage-nvme' } },
    },
    publicIp: null,
    registryStorage: null,
    api: { url: 'https://api.vultr.com', variable: null },
    bookProducts: /^block-storage-nvme$/,
    sameEverywhere: [],
  },
  credentials: {
    firstVariable: 'VULTR_API_KEY',
    places: { variables: ['VULTR_API_KEY'], files: [] },
    family: /^VULTR_[A-Z0-9_]+$/,
    shapes: [],
    fromJson: null,
    fromFile: null,
    fromToken: null,
    registry: null,
    accountKeys: {},
    synonyms: {},
    otherForms: null,
  },
  lowering: { kinds: ['instance'], revision: 1, replacing: [] },
  replacement: {
    observed,
    stricter: {
      'disk.size_gb smaller': { effect: 'replace', because: 'no cloud makes a disk smaller' },
      'own_disk_gb smaller': { effect: 'replace', because: 'a plan can only be upgraded' },
      'subnet_id removed': { effect: 'replace', because: 'the provider does not notice it' },
      'instance_type family': { effect: 'replace', because: 'a plan is upgraded within its family alone' },
    },
  },
} as const satisfies Cloud;
