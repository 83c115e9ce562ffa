import type { Cloud } from './cloud';

export const google = {
  name: 'google',
  title: 'Google Cloud',
  terraformProvider: 'hashicorp/google',
  aliases: ['gcp'],
  machines: true,
  regions: { shape: /^[a-z]+-[a-z]+\d{1,2}$/, default: 'us-central1' },
  spot: true,
  consolePage: null,
  lacks: ['ipv6'],
  isZoneOf: (zone, region) => zone.startsWith(`${region}-`) && /-[a-z]$/.test(zone),
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
    family: /^(GOOGLE|GCLOUD|CLOUDSDK)_[A-Z0-9_]+$/,
    shapes: [/^AIza[A-Za-z0-9_-]{30,}$/],
    fromJson: (text) => ({ GOOGLE_CREDENTIALS: text.trim() }),
    // Google's tools read a JSON key file themselves.
    fromFile: (text, { path }) =>
      text.trimStart().startsWith('{') ? { GOOGLE_APPLICATION_CREDENTIALS: path } : null,
    accountKeys: { project_id: 'GOOGLE_PROJECT' },
    synonyms: {},
    otherForms: { file: 'a JSON key file', command: 'JSON credentials' },
  },
  lowering: null,
  replacement: null,
} as const satisfies Cloud;
