import type { PlanCost } from '../pricing/cost';
import { cloudOf, MACHINE_CLOUDS } from '../clouds';
import type { CloudName } from '../clouds';
import type { Address } from '../values/resource';
import { costOver } from '../pricing/amounts';
import type { MachineType, ProviderPrices } from '../pricing/book/price-book';
import type { Books } from '../pricing/instance-rates';
import type { Choice, Chosen } from './choice';
import { byPrice, chooseAnywhere, everyChoice } from './choose-anywhere';
import { chooseInstance } from './choose-instance';
import type { MachineSpec } from '../resources/instance';
import type { Rate } from '../pricing/rates';

/** A resource or machine, and its cost. */
export interface EstimateLine {
  /** null for a machine that is not declared. */
  readonly address: Address | null;
  readonly provider: string;
  readonly region: string | null;
  /** null if the book has no type of that name. */
  readonly machine: MachineType | null;
  /** The vCPU and memory of the machine or cluster; null if they are not known. */
  readonly size: { readonly vcpu: number; readonly memoryGib: number } | null;
  readonly rate: Rate;
  /** The time that it is paid for; null: until it is deleted. */
  readonly seconds: number | null;
  /** The dollars over that time, to the cent; null without a time or a price. */
  readonly total: string | null;
  readonly cheapest: boolean;
}

/** A place without a machine that fits, or without prices. */
export interface Unavailable {
  readonly provider: string;
  readonly region: string | null;
  readonly message: string;
  readonly hint: string;
}

export interface Estimate {
  readonly lines: readonly EstimateLine[];
  readonly unavailable: readonly Unavailable[];
}

/** A source of the prices in an estimate, with the date of the oldest one: `2026-07-20`. */
export interface PriceDate {
  readonly source: string;
  readonly asOf: string;
}

/** An estimate, and its subject. */
export interface Estimated extends Estimate {
  /** The requirements of the machine; null for a project. */
  readonly spec: MachineSpec | null;
  /** The time that the user asked about; null: none. */
  readonly seconds: number | null;
  /** The sums of a project; null for a machine. */
  readonly cost: PlanCost | null;
  readonly priceBooks: readonly Pick<ProviderPrices, 'provider' | 'asOf' | 'digest' | 'origin'>[];
  /** The dates of the prices that the lines show. */
  readonly priceDates: readonly PriceDate[];
  /** The time of the estimate, RFC 3339 UTC. */
  readonly now: string;
}

/** The places to estimate. A `region` of null is the cloud's default one, or any region where several clouds are compared. */
export interface EstimatePlaces {
  /** `one`: the machine that a plan would take. `clouds`: one in each cloud. `regions`: one in each region. */
  readonly show: 'one' | 'clouds' | 'regions';
  /** null: any cloud that has machines. */
  readonly provider: CloudName | null;
  readonly region: string | null;
}

/** The region that stands for a cloud if none is named. */
function regionOf(provider: CloudName): string {
  return cloudOf(provider).regions.default;
}

/** The clouds whose books an estimate needs. */
export function cloudsIn({ show, provider }: EstimatePlaces): readonly CloudName[] {
  return provider === null || show === 'clouds' ? MACHINE_CLOUDS : [provider];
}

/**
 * Returns the cost of a machine, by the chooser that plans use, cheapest first. Machines that lack the price of a part come
 * last. The cheapest is marked if there are several.
 */
export function estimateMachine(
  spec: MachineSpec,
  places: EstimatePlaces,
  books: Books,
  seconds: number | null,
): Estimate {
  const { chosen, unavailable } = choicesIn(spec, places, books);
  const ordered = [...chosen].sort(byPrice);
  const lines = ordered.map((choice, index) => {
    const { rate } = choice;
    const cheapest = index === 0 && ordered.length + unavailable.length > 1 && rate.monthly !== null;
    return choiceLine(choice, { address: null, seconds, cheapest }, books);
  });
  return { lines, unavailable };
}

/** Returns the line of an estimate for a chosen machine. */
export function choiceLine(
  { provider, region, type, rate }: Choice,
  about: Pick<EstimateLine, 'address' | 'seconds' | 'cheapest'>,
  books: Books,
): EstimateLine {
  const machine = books.get(provider)?.typeNamed(type) ?? null;
  const total = totalOf(rate, about.seconds);
  return { ...about, provider, region, machine, size: machine, rate, total };
}

/** Returns the dollars of a rate over a time, to the cent; null if either is unknown. */
export function totalOf({ hourly, monthly }: Rate, seconds: number | null): string | null {
  if (seconds === null || hourly === null || monthly === null) return null;
  return costOver({ hourly, monthly }, seconds);
}

function choicesIn(
  spec: MachineSpec,
  { show, provider, region }: EstimatePlaces,
  books: Books,
): { readonly chosen: readonly Choice[]; readonly unavailable: readonly Unavailable[] } {
  const all = [...books.values()];
  const regions = region === null ? null : [region];
  if (show === 'regions') {
    const { choices } = everyChoice(spec, { books: all, regions });
    if (choices.length > 0) return { chosen: choices, unavailable: [] };
  }
  if (show === 'clouds') {
    const each = all.map((prices) => {
      const place = region !== null && prices.regions.includes(region) ? region : regionOf(prices.provider);
      return { prices, place, answer: chooseInstance(spec, place, prices) };
    });
    return {
      chosen: each.flatMap(({ answer }) => (answer.ok ? [answer.choice] : [])),
      unavailable: each.flatMap(({ prices, place, answer }) => unavailableIn(prices, place, answer)),
    };
  }
  const prices = provider === null ? undefined : books.get(provider);
  if (prices === undefined || show === 'regions') {
    const answer = chooseAnywhere(spec, { books: all, regions });
    return answer.ok
      ? { chosen: [answer.choice], unavailable: [] }
      : { chosen: [], unavailable: [{ provider: provider ?? 'auto', region, ...reasonOf(answer) }] };
  }
  const place = region ?? regionOf(prices.provider);
  const answer = chooseInstance(spec, place, prices);
  return { chosen: answer.ok ? [answer.choice] : [], unavailable: unavailableIn(prices, place, answer) };
}

function unavailableIn({ provider }: ProviderPrices, region: string, answer: Chosen): Unavailable[] {
  return answer.ok ? [] : [{ provider, region, ...reasonOf(answer) }];
}

function reasonOf({ message, hint }: Exclude<Chosen, { ok: true }>): Pick<Unavailable, 'message' | 'hint'> {
  return { message, hint };
}
