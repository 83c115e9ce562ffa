/** A family of machine types. */
interface Family {
  readonly arm?: true;
  /** It takes only Hyperdisk; the others take only Persistent Disk. */
  readonly hyperdisk?: true;
}

const FAMILIES: Readonly<Record<string, Family>> = {
  a2: {},
  a3: {},
  c2: {},
  c2d: {},
  c3: {},
  c3d: {},
  c4: { hyperdisk: true },
  c4a: { arm: true, hyperdisk: true },
  e2: {},
  f1: {},
  g1: {},
  g2: {},
  m1: {},
  n1: {},
  n2: {},
  n2d: {},
  n4: { hyperdisk: true },
  t2a: { arm: true },
  t2d: {},
};
const SHAPE =
  /^([a-z]\d[a-z]?)-(micro|small|medium|(standard|highmem|highcpu|highgpu|megagpu|ultragpu)-\d+g?)(-lssd)?$/;
const PERSISTENT = ['pd-standard', 'pd-balanced', 'pd-ssd'];
const HYPERDISK = ['hyperdisk-balanced', 'hyperdisk-throughput', 'hyperdisk-extreme'];

export interface MachineType {
  readonly name: string;
  readonly architecture: 'ARM64' | 'X86_64';
  /** The types of boot disks that it takes. */
  readonly disks: readonly string[];
  /** GPUs may be added to it. */
  readonly takesGpus: boolean;
  /** Its hosts have GPUs of their own. */
  readonly hasGpus: boolean;
}

/** Returns the machine type of a name; null if there is no such type. */
export function findMachineType(name: string): MachineType | null {
  const prefix = SHAPE.exec(name)?.[1] ?? '';
  const family = FAMILIES[prefix];
  if (family === undefined) return null;
  return {
    name,
    architecture: family.arm === true ? 'ARM64' : 'X86_64',
    disks: family.hyperdisk === true ? HYPERDISK : PERSISTENT,
    takesGpus: prefix === 'n1',
    hasGpus: ['a2', 'a3', 'g2'].includes(prefix),
  };
}

const IMAGES: Readonly<Record<string, readonly [string, MachineType['architecture']]>> = {
  'ubuntu-2404-lts-amd64': ['ubuntu-2404-noble-amd64-v20251121', 'X86_64'],
  'ubuntu-2404-lts-arm64': ['ubuntu-2404-noble-arm64-v20251121', 'ARM64'],
  'ubuntu-2204-lts': ['ubuntu-2204-jammy-v20251118', 'X86_64'],
};

/** Returns the newest image of a family of Ubuntu, by the link that names it; null if there is no such family. */
export function findImage(link: string) {
  const family = /projects\/ubuntu-os-cloud\/global\/images\/family\/([^/]+)$/.exec(link)?.[1] ?? '';
  const [name, architecture] = IMAGES[family] ?? [];
  if (name === undefined || architecture === undefined) return null;
  return { link: `projects/ubuntu-os-cloud/global/images/${name}`, architecture };
}
