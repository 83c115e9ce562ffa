import type { Observation } from '../../ports/engine';
import type { Ports } from '../../ports/ports';
import type { ResourceRecord } from '../../state/state';
import type { Address, EngineName } from '../../values/resource';
import type { Engines } from './open-engines';

/** Observes what is really there, for the records that this version has an engine for. */
export async function observe(
  ports: Ports,
  session: { readonly engine: Engines },
  records: readonly ResourceRecord[],
): Promise<ReadonlyMap<Address, Observation>> {
  const byEngine = new Map<EngineName, ResourceRecord[]>();
  for (const record of records) {
    if (!ports.isApplied(record)) continue;
    const list = byEngine.get(record.engine);
    if (list === undefined) byEngine.set(record.engine, [record]);
    else list.push(record);
  }
  const seen = await Promise.all(
    [...byEngine].map(async ([engine, list]) => (await session.engine(engine)).observe(list)),
  );
  return new Map(seen.flatMap((observations) => [...observations]));
}
