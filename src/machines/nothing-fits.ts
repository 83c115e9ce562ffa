import type { MachineType, ProviderPrices } from '../pricing/book/price-book';
import type { Chosen } from './choice';
import type { MachineSpec } from '../resources/instance';
import { offersGpu, typesIn, unknownGpuIn } from './offered-gpus';
import { rankedOffers } from './ranked-offers';
import { shortfalls } from './shortfalls';
import type { Dimension } from './shortfalls';

/** The number of nearest types that a hint names. */
const NEAREST = 3;

/** Returns what a region lacks for a spec, and the nearest types. */
export function nothingFits(spec: MachineSpec, region: string, prices: ProviderPrices): Chosen {
  const where = `${prices.provider} ${region}`;
  const asked = specText(spec);
  const types = typesIn(prices, region);
  const ranked = (rankedOffers(prices, region, spec.arch, spec.spot) ?? []).map(({ offer }) => offer.type);
  if (ranked.length === 0) {
    const others = types.some(({ arch }) => arch === spec.arch);
    return {
      ok: false,
      code: 'nothing-fits',
      message: others
        ? `No spot price of ${spec.arch} machines is known in ${where}.`
        : `There are no ${spec.arch} machines in ${where}.`,
      hint: others
        ? 'Remove `spot`, or use another region.'
        : `Use \`arch = "${spec.arch === 'arm64' ? 'amd64' : 'arm64'}"\`, or another region.`,
    };
  }
  const unknownGpu = unknownGpuIn(spec, where, types);
  if (unknownGpu !== null) {
    const elsewhere = prices.regions.find((name) => offersGpu(typesIn(prices, name), spec));
    const hint = elsewhere === undefined ? unknownGpu.hint : `\`${elsewhere}\` has it.`;
    return { ok: false, ...unknownGpu, hint };
  }
  const nearest = ranked
    .map((type, rank) => ({ type, rank, lacks: shortfalls(type, spec), far: distance(type, spec) }))
    .sort((a, b) => a.lacks.length - b.lacks.length || a.far - b.far || a.rank - b.rank)
    .slice(0, NEAREST);
  const impossible = DIMENSIONS.filter(
    (dimension) => !ranked.some((type) => !shortfalls(type, spec).includes(dimension)),
  );
  const why =
    impossible.length === 0
      ? 'no single machine has all of it'
      : impossible.map((dimension) => limitText(dimension, ranked)).join('; ');
  return {
    ok: false,
    code: 'nothing-fits',
    message: `No machine of ${where} has ${asked}: ${why}.`,
    hint: `Nearest: ${nearest.map(({ type, lacks }) => nearestText(type, lacks)).join('; ')}.`,
  };
}

const DIMENSIONS: readonly Dimension[] = ['cpu', 'memory', 'gpu', 'gpu type', 'burstable'];

function specText({ cpu, memoryGb, gpuCount, gpuType, arch, spot, burstable }: MachineSpec): string {
  const parts = [`${cpu} vCPU`, `${memoryGb} GiB`];
  if (gpuCount > 0) parts.push(`${gpuCount} x ${gpuType ?? 'GPU'}`);
  const traits = [spot ? 'at a spot price' : null, burstable ? null : 'and a CPU of its own'];
  return [`${parts.join(', ')} on ${arch}`, ...traits.filter((trait) => trait !== null)].join(' ');
}

function limitText(dimension: Dimension, types: readonly MachineType[]): string {
  const most = (of: (type: MachineType) => number): string => String(Math.max(...types.map(of)));
  switch (dimension) {
    case 'cpu':
      return `at most ${most(({ vcpu }) => vcpu)} vCPU are offered`;
    case 'memory':
      return `at most ${most(({ memoryGib }) => memoryGib)} GiB are offered`;
    case 'gpu':
      return `at most ${most(({ gpu }) => gpu?.count ?? 0)} GPUs are offered`;
    case 'gpu type': {
      const models = [...new Set(types.flatMap(({ gpu }) => gpu?.model ?? []))].sort();
      return models.length === 0 ? 'no GPUs are offered' : `the GPUs on offer are ${models.join(', ')}`;
    }
    case 'burstable':
      return 'all of them are burstable';
    case 'arch':
      return 'none has that architecture';
  }
}

function nearestText({ name, vcpu, memoryGib, gpu }: MachineType, lacks: readonly Dimension[]): string {
  const gpus = gpu === null ? '' : `, ${gpu.count} x ${gpu.model}`;
  return `${name} (${vcpu} vCPU, ${memoryGib} GiB${gpus}; lacks ${lacks.join(', ')})`;
}

/** The distance of a type from a spec: the sum of the missing fractions of each dimension. */
function distance({ vcpu, memoryGib, gpu }: MachineType, spec: MachineSpec): number {
  const missing = (has: number, asked: number): number => (asked <= has ? 0 : (asked - has) / asked);
  return (
    missing(vcpu, spec.cpu) + missing(memoryGib, spec.memoryGb) + missing(gpu?.count ?? 0, spec.gpuCount)
  );
}
