import type { Cloud } from './cloud';
import { flyctlToken } from './fly/flyctl-token';

export const fly = {
  name: 'fly',
  title: 'Fly.io',
  machineTitle: null,
  terraformProvider: 'fly-apps/fly',
  aliases: ['flyio'],
  machines: false,
  // Its regions cost nearly the same; the first home of Fly stands for all.
  regions: { shape: /^[a-z]{3}$/, default: 'iad' },
  spot: false,
  consolePage: ({ id }) => `https://fly.io/apps/${id}`,
  lacks: [],
  zones: null,
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
    registryStorage: 'free',
    api: null,
    bookProducts: /^(volume|dedicated-ipv4)$/,
    sameEverywhere: [],
  },
  credentials: {
    firstVariable: 'FLY_API_TOKEN',
    places: { variables: ['FLY_API_TOKEN', 'FLY_ACCESS_TOKEN'], files: ['.fly/config.yml'] },
    family: /^FLY_[A-Z0-9_]+$/,
    shapes: [/^(fo1_|FlyV1 )\S{16,}/],
    fromJson: null,
    fromFile: null,
    fromToken: null,
    registry: {
      type: 'credentials',
      hostIn: () => 'registry.fly.io',
      keyFile: null,
      homeFile: '.fly/config.yml',
      // Any name will do.
      loginOf: ({ FLY_API_TOKEN: token, FLY_ACCESS_TOKEN: other }, key) => {
        const given = [token, other].find((one) => one !== undefined && one !== '');
        const password = given ?? (key === null ? null : flyctlToken(key));
        return password === null ? null : { username: 'x', password };
      },
    },
    accountKeys: {},
    synonyms: {},
    otherForms: null,
  },
  lowering: null,
  replacement: {
    observed: {},
    stricter: {
      name: { effect: 'replace', because: 'an app cannot be renamed' },
      app: { effect: 'replace', because: 'an app cannot be renamed' },
      org: { effect: 'replace', because: 'an app cannot move to another organization by the API' },
      volume: { effect: 'replace', because: 'the volume of a machine cannot be changed' },
      'volume_initial_size smaller': { effect: 'replace', because: 'volumes only grow' },
    },
  },
} as const satisfies Cloud;
