import type { DeployInstance } from '../config/config';
import type { Books } from '../pricing/instance-rates';
import { addressOf } from '../values/resource';
import type { Choice } from './choice';
import { totalOf } from './estimate';
import type { Estimated } from './estimate';
import { specOf } from './machine-spec';

/** Returns the cost of an instance on the machine that was chosen for it, over its lifetime. */
export function estimateChoice(
  instance: DeployInstance,
  { provider, region, type, rate }: Choice,
  books: Books,
): Estimated {
  const prices = books.get(provider);
  const { ttlSeconds: seconds } = instance;
  return {
    lines: [
      {
        address: addressOf('instance', instance.name),
        provider,
        region,
        machine: prices?.typeNamed(type) ?? null,
        rate,
        seconds,
        total: totalOf(rate, seconds),
        cheapest: false,
      },
    ],
    unavailable: [],
    spec: specOf(instance),
    seconds,
    cost: null,
    priceBooks: prices === undefined ? [] : [prices],
  };
}
