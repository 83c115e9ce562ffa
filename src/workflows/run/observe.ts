import type { Observation } from '../../ports/engine';
import type { Ports } from '../../ports/ports';
import type { ResourceRecord } from '../../state/state';
import type { Address } from '../../values/resource';
import { appliedBy, askEngines } from './engine-registry';
import type { Engines } from './open-engines';

/** Asks every engine what really exists, for the records that this version applies. */
export async function observe(
  ports: Ports,
  { engine }: { readonly engine: Engines },
  records: readonly ResourceRecord[],
): Promise<ReadonlyMap<Address, Observation>> {
  const applied = records.filter(appliedBy(ports.engines));
  return askEngines(engine, applied, (one, own) => one.observe(own));
}
