import type { Cloud } from './cloud';

export const fly = {
  name: 'fly',
  title: 'Fly.io',
  terraformProvider: 'fly-apps/fly',
  aliases: ['flyio'],
  machines: false,
  // Its regions cost nearly the same; the first home of Fly stands for all.
  regions: { shape: /^[a-z]{3}$/, default: 'iad' },
  spot: false,
  lacks: [],
  secretReferences: [],
  tables: { registry: null, app: 'fly' },
  pricing: {
    monthHours: 730,
    sellsMonths: false,
    burstable: /^shared-/,
    disks: {
      types: ['volume'],
      exception: null,
      minGb: 1,
      attached: true,
      charged: { by: 'size', products: { volume: 'volume' } },
    },
    publicIp: null,
    registryStorage: null,
    api: null,
    bookProducts: /^(volume|dedicated-ipv4)$/,
    sameEverywhere: [],
  },
  credentials: {
    firstVariable: 'FLY_API_TOKEN',
    family: /^FLY_[A-Z0-9_]+$/,
    shapes: [/^(fo1_|FlyV1 )\S{16,}/],
    fromJson: null,
    fromFile: null,
    accountKeys: {},
    synonyms: {},
    otherForms: null,
  },
  lowering: null,
  replacement: null,
} as const satisfies Cloud;
