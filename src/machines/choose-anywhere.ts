import { nanos } from '../pricing/nanos';
import type { ProviderPrices } from '../pricing/book/price-book';
import type { Choice, Chosen, NoChoice } from './choice';
import { chooseInstance } from './choose-instance';
import { typesIn, unknownGpuIn } from './offered-gpus';
import type { MachineSpec } from '../resources/instance';

/** The places that `auto` may choose. */
export interface Anywhere {
  /** The books of the allowed clouds. */
  readonly books: readonly ProviderPrices[];
  /** The allowed regions, of any cloud; null: all. */
  readonly regions: readonly string[] | null;
}

/**
 * Returns the cheapest machine of all clouds and regions: the lowest monthly sum among the answers of `chooseInstance` for
 * each region. Machines whose parts all have a price come first. Equal sums keep the order of the books, then that of the
 * regions' names.
 */
export function chooseAnywhere(spec: MachineSpec, { books, regions }: Anywhere): Chosen {
  const all = everyChoice(spec, { books, regions });
  const ordered = [...all.choices].sort(byPrice);
  const [first] = ordered;
  if (first === undefined) return { ok: false, ...noneAnywhere(spec, books, all.refusals) };
  // Another region of the same cloud often costs the same, which says little.
  const next = ordered.find(({ provider }) => provider !== first.provider) ?? ordered[1];
  const why = { type: 'cheapest', of: ordered.length, next: next ? placeOf(next) : null } as const;
  return { ok: true, choice: { ...first, why } };
}

/** Returns the answers of `chooseInstance` for each allowed region of each book, in their order. */
export function everyChoice(
  spec: MachineSpec,
  { books, regions }: Anywhere,
): { readonly choices: readonly Choice[]; readonly refusals: readonly NoChoice[] } {
  const choices: Choice[] = [];
  const refusals: NoChoice[] = [];
  for (const prices of books) {
    for (const region of prices.regions) {
      if (regions !== null && !regions.includes(region)) continue;
      const chosen = chooseInstance(spec, region, prices);
      if (chosen.ok) choices.push(chosen.choice);
      else refusals.push(chosen);
    }
  }
  return { choices, refusals };
}

/** Whether every part of a choice has a price. */
export function isFullyPriced({ rate }: Pick<Choice, 'rate'>): boolean {
  return rate.monthly !== null && rate.parts.every(({ price }) => price !== null);
}

/** Compares choices by cost: fully priced ones first, then by the month. */
export function byPrice(a: Choice, b: Choice): number {
  return Number(isFullyPriced(b)) - Number(isFullyPriced(a)) || monthNanos(a) - monthNanos(b);
}

function monthNanos({ rate }: Choice): number {
  return rate.monthly === null ? Number.POSITIVE_INFINITY : nanos(rate.monthly);
}

function placeOf({ provider, region, type }: Choice): string {
  return `${provider} ${region} ${type}`;
}

function noneAnywhere(
  spec: MachineSpec,
  books: readonly ProviderPrices[],
  refusals: readonly NoChoice[],
): NoChoice {
  const clouds = books.map(({ provider }) => provider).join(', ');
  const size = `${spec.cpu} vCPU, ${spec.memoryGb} GiB`;
  if (refusals.length === 0) {
    return {
      code: 'unpriced-region',
      message: `The price book knows no allowed region of ${clouds}.`,
      hint: 'Name a region of one of these clouds.',
    };
  }
  const types = books.flatMap((prices) => prices.regions.flatMap((region) => typesIn(prices, region)));
  const unknownGpu = unknownGpuIn(spec, `any region of ${clouds}`, types);
  if (unknownGpu !== null) return unknownGpu;
  return {
    code: 'nothing-fits',
    message: `No machine in ${refusals.length} regions of ${clouds} has the required ${size}.`,
    hint:
      refusals.map(({ hint }) => hint).find((hint) => hint.startsWith('Nearest')) ?? refusals[0]?.hint ?? '',
  };
}
