import { decodeBases } from '../resources/image/bases';
import type { Plan } from './plan';
import type { PlanContext } from './plan-context';

/** Returns the images whose bases have moved by the last refresh. */
export function imagesOnMovedBases({
  records,
}: Pick<PlanContext, 'records'>): NonNullable<Plan['movedBases']> {
  return [...records.values()].flatMap(({ address, kind, outputs }) => {
    const bases = kind === 'image' ? decodeBases(address, outputs).moved : [];
    return bases.length === 0 ? [] : [{ address, bases }];
  });
}
