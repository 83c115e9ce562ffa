import { cloudOf } from '../../clouds';
import { isObject } from '../../values/is-object';
import type { UncheckedInstance } from './instances/declared-tables';
import { regionsOf } from './instances/instance-kinds';

/** Whether the default region must be one of Helix Cloud: unless it is one of Fly, and only Fly apps take it. */
export function isForClusters(region: string, declared: readonly UncheckedInstance[]): boolean {
  const takers = declared
    .filter(({ table }) => isObject(table) && table['region'] === undefined)
    .map(({ kind }) => regionsOf(kind));
  const isFlys = cloudOf('fly').regions.shape.test(region) && takers.includes('fly');
  return !isFlys || takers.includes('helix-cloud');
}
