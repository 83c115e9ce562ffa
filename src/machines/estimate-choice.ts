import type { DeployInstance } from '../config/config';
import type { Books } from '../pricing/instance-rates';
import { addressOf } from '../values/resource';
import type { Choice } from './choice';
import { choiceLine } from './estimate';
import type { Estimated } from './estimate';
import { priceDates } from './price-dates';
import { specOf } from './machine-spec';

/** Returns the cost of an instance on the machine that was chosen for it, over its lifetime. */
export function estimateChoice(
  instance: DeployInstance,
  choice: Choice,
  books: Books,
  now: string,
): Estimated {
  const prices = books.get(choice.provider);
  const { ttlSeconds: seconds } = instance;
  const about = { address: addressOf('instance', instance.name), seconds, cheapest: false };
  const line = choiceLine(choice, about, books);
  return {
    lines: [line],
    unavailable: [],
    spec: specOf(instance),
    seconds,
    cost: null,
    priceBooks: prices === undefined ? [] : [prices],
    priceDates: priceDates([line], null),
    now,
  };
}
