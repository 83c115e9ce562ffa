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

/** One thing and what it costs. */
export interface EstimateLine {
  /** null for a machine that nothing declares. */
  readonly address: Address | null;
  readonly provider: string;
  readonly region: string | null;
  /** null where the book describes no type of that name. */
  readonly machine: MachineType | null;
  readonly rate: Rate;
  /** How long it is paid for; null: until somebody takes it down. */
  readonly seconds: number | null;
  /** Dollars over that time, to the cent; null without one, or without a price. */
  readonly total: string | null;
  readonly cheapest: boolean;
}

/** A place where what is asked for cannot be had, or has no price. */
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

/** An estimate, and what it is of. */
export interface Estimated extends Estimate {
  /** null for a project: its resources are as different as they are. */
  readonly spec: MachineSpec | null;
  /** How long all of it is paid for, as was asked; null: not asked. */
  readonly seconds: number | null;
  /** The sums of a project. */
  readonly cost: PlanCost | null;
  readonly priceBooks: readonly Pick<ProviderPrices, 'provider' | 'asOf' | 'digest' | 'origin'>[];
}

/** Where a machine is looked for. A region of null is the cloud's default one, or where clouds are ranked any. */
export interface EstimatePlaces {
  /** `one`: the machine that a plan would take. `clouds`: one in each cloud. `regions`: one in each region. */
  readonly show: 'one' | 'clouds' | 'regions';
  /** null: any of the five clouds. */
  readonly provider: CloudName | null;
  readonly region: string | null;
}

/** The region that stands for a cloud where none is named. */
function regionOf(provider: CloudName): string {
  return cloudOf(provider).regions.default;
}

/** The clouds whose books an estimate needs. */
export function cloudsIn({ show, provider }: EstimatePlaces): readonly CloudName[] {
  return provider === null || show === 'clouds' ? MACHINE_CLOUDS : [provider];
}

/**
 * What a machine costs, by the chooser that plans use; cheapest first, what lacks a price for a part after all that has
 * one. The cheapest is marked where there are several.
 */
export function estimateMachine(
  spec: MachineSpec,
  places: EstimatePlaces,
  books: Books,
  seconds: number | null,
): Estimate {
  const { chosen, unavailable } = found(spec, places, books);
  const ordered = [...chosen].sort(byPrice);
  const lines = ordered.map((choice, index) => {
    const { provider, region, type, rate } = choice;
    const machine = books.get(provider)?.typeNamed(type) ?? null;
    const cheapest = index === 0 && ordered.length + unavailable.length > 1 && rate.monthly !== null;
    return {
      address: null,
      provider,
      region,
      machine,
      rate,
      seconds,
      total: totalOf(rate, seconds),
      cheapest,
    };
  });
  return { lines, unavailable };
}

/** Dollars of a rate over a time, to the cent; null where either is not known. */
export function totalOf({ hourly, monthly }: Rate, seconds: number | null): string | null {
  if (seconds === null || hourly === null || monthly === null) return null;
  return costOver({ hourly, monthly }, seconds);
}

function found(
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
      : { chosen: [], unavailable: [{ provider: provider ?? 'auto', region, ...said(answer) }] };
  }
  const place = region ?? regionOf(prices.provider);
  const answer = chooseInstance(spec, place, prices);
  return { chosen: answer.ok ? [answer.choice] : [], unavailable: unavailableIn(prices, place, answer) };
}

function unavailableIn({ provider }: ProviderPrices, region: string, answer: Chosen): Unavailable[] {
  return answer.ok ? [] : [{ provider, region, ...said(answer) }];
}

function said({ message, hint }: Exclude<Chosen, { ok: true }>): Pick<Unavailable, 'message' | 'hint'> {
  return { message, hint };
}
