import { minus, withCents } from '../../pricing/amounts';
import type { CostPart, Rate } from '../../pricing/rates';
import type { JsonObject } from '../../values/json';
import type { SourceRef } from '../../values/resource';

/** One side of a resource: its price, and the parts of it. null amounts are unpriced. */
export type SideCost = Pick<Rate, 'hourly' | 'monthly' | 'parts' | 'pricedAs'>;

export interface CostedResource {
  readonly name: string;
  readonly type: string;
  readonly source: SourceRef | null;
  /** null where it does not exist on that side. */
  readonly before: SideCost | null;
  readonly after: SideCost | null;
}

/** A component of a cost, in Infracost's words. Amounts and quantities are decimal text. */
interface Component {
  readonly name: string;
  readonly unit: string;
  readonly hourlyQuantity: string | null;
  readonly monthlyQuantity: string | null;
  readonly price: string;
  readonly hourlyCost: string | null;
  readonly monthlyCost: string | null;
  readonly usageBased?: true;
  readonly priceNotFound: boolean;
}

/** Returns one side of a resource, for a breakdown. */
export function resourceJson(resource: CostedResource, cost: SideCost): JsonObject {
  return {
    ...headJson(resource),
    hourlyCost: cost.hourly,
    monthlyCost: exact(cost.monthly),
    costComponents: componentsOf(resource.type, cost).map((component) => ({ ...component })),
  };
}

/** Returns the difference of both sides; nothing where there is none. A missing side counts as 0. */
export function differenceJson(resource: CostedResource): readonly JsonObject[] {
  const [before, after] = [resource.before ?? ABSENT, resource.after ?? ABSENT];
  const components = componentDifferences(
    componentsOf(resource.type, before),
    componentsOf(resource.type, after),
  );
  if (resource.before !== null && resource.after !== null && components.length === 0) return [];
  return [
    {
      ...headJson(resource),
      hourlyCost: difference(before.hourly, after.hourly),
      monthlyCost: exact(difference(before.monthly, after.monthly)),
      costComponents: components.map((component) => ({ ...component })),
    },
  ];
}

/** Whether a price depends on use. */
export function isUsageBased({ parts }: SideCost): boolean {
  return parts.some(({ quantity }) => quantity === null);
}

const ABSENT: SideCost = { hourly: '0', monthly: '0', parts: [], pricedAs: null };

function headJson({ name, type, source }: CostedResource): JsonObject {
  const metadata =
    source === null ? {} : { filename: source.file, startLine: source.line, endLine: source.line };
  return { name, resourceType: type, metadata };
}

/** A resource with one price has one component, so that a sum of components is the sum of everything. */
function componentsOf(type: string, cost: SideCost): readonly Component[] {
  if (cost === ABSENT) return [];
  if (cost.parts.length > 0) return cost.parts.map(componentOf);
  return [
    {
      name: cost.pricedAs ?? type,
      unit: 'hours',
      hourlyQuantity: '1',
      monthlyQuantity: '730',
      price: cost.hourly ?? '0',
      hourlyCost: cost.hourly,
      monthlyCost: exact(cost.monthly),
      priceNotFound: cost.hourly === null,
    },
  ];
}

function componentOf({ name, unit, quantity, price, hourly, monthly }: CostPart): Component {
  return {
    name,
    unit,
    hourlyQuantity: unit === 'hours' ? '1' : null,
    monthlyQuantity: quantity,
    price: price ?? '0',
    hourlyCost: hourly,
    monthlyCost: exact(monthly),
    ...(quantity === null ? { usageBased: true } : {}),
    priceNotFound: price === null,
  };
}

function componentDifferences(
  before: readonly Component[],
  after: readonly Component[],
): readonly Component[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))];
  return names.flatMap((name) => {
    const was = before.find((component) => component.name === name);
    const is = after.find((component) => component.name === name);
    const shown = is ?? was;
    if (shown === undefined) return [];
    const of = (key: 'hourlyQuantity' | 'monthlyQuantity' | 'hourlyCost' | 'monthlyCost'): string | null =>
      difference(was === undefined ? '0' : was[key], is === undefined ? '0' : is[key]);
    const changed = {
      ...shown,
      hourlyQuantity: of('hourlyQuantity'),
      monthlyQuantity: of('monthlyQuantity'),
      price: minus(is?.price ?? '0', was?.price ?? '0'),
      hourlyCost: of('hourlyCost'),
      monthlyCost: exact(of('monthlyCost')),
    };
    const isSame =
      was !== undefined && is !== undefined && [changed.price, of('monthlyQuantity') ?? '0'].every(isZero);
    return isSame ? [] : [changed];
  });
}

function difference(before: string | null, after: string | null): string | null {
  return before === null || after === null ? null : minus(after, before);
}

function isZero(amount: string): boolean {
  return /^-?0(\.0+)?$/.test(amount);
}

function exact(amount: string | null): string | null {
  return amount === null ? null : withCents(amount);
}
