import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import { booksNeeded } from '../../pricing/books-needed';
import { ratesWith } from '../../pricing/instance-rates';
import { lockedRates, UNPRICED } from '../../pricing/rates';
import type { Rates } from '../../pricing/rates';
import { deploymentOf } from '../../resources/deployment';
import type { ResourceRecord } from '../../state/state';
import { CONTAINER_PROVIDER } from '../../values/resource';
import { didYouMean } from '../../values/did-you-mean';
import type { LoadedProject } from '../project/project';
import { isReadable } from '../run/engine-registry';
import type { StatusRow } from './status-row';

/** The part of a status that a record alone tells. */
type Facts = Pick<StatusRow, 'deploymentId' | 'provider' | 'region' | 'hourlyUsd' | 'createdAt'>;

/** The facts of a resource that is not on record. */
export const UNKNOWN_FACTS: Facts = {
  deploymentId: null,
  provider: null,
  region: null,
  hourlyUsd: null,
  createdAt: null,
};

/** Returns what a record tells of a resource and its cost. */
export function factsOf(record: ResourceRecord, rates: Rates): Facts {
  const { provider, region, createdAt } = record;
  return {
    deploymentId: deploymentOf(record).id,
    provider,
    region,
    hourlyUsd: costs(record) ? rates(record).hourly : null,
    createdAt,
  };
}

/** Whether it costs money by the hour: images and repositories do not, and containers of this host. */
export function costs({ kind, provider }: ResourceRecord): boolean {
  return kind === 'cluster' || (kind === 'instance' && provider !== CONTAINER_PROVIDER);
}

/** Reads the prices of what is on record. */
export async function readRates(
  ports: Ports,
  { root, config }: Pick<LoadedProject, 'root' | 'config'>,
  records: readonly ResourceRecord[],
): Promise<Rates> {
  const readable = records.filter((record) => isReadable(ports.engines, record));
  const clouds = [...booksNeeded([], readable)];
  const books = await Promise.all(
    clouds.map(async (cloud) => [cloud, await ports.prices.load(root, cloud)] as const),
  );
  const rates = ratesWith(new Map(books), lockedRates(config.lock, config.helixCloud.endpoint));
  const known = new Set(readable.map(({ address }) => address));
  return (resource) => (known.has(resource.address) ? rates(resource) : UNPRICED);
}

/**
 * Returns the rows that a name means: an address, a name, or the cloud's own id.
 * @throws HelixError `not-found` for a name that nothing has
 */
export function rowsNamed(rows: readonly StatusRow[], name: string): readonly StatusRow[] {
  const named = rows.filter(
    ({ address, deploymentId }) =>
      address === name || address.slice(address.indexOf('.') + 1) === name || deploymentId === name,
  );
  if (named.length > 0) return named;
  const known = rows.flatMap(({ address, deploymentId }) => [
    address,
    address.slice(address.indexOf('.') + 1),
    ...(deploymentId === null ? [] : [deploymentId]),
  ]);
  throw new HelixError('not-found', `nothing is deployed as "${name}"`, {
    hint: didYouMean(name, known) ?? '`helix status` shows what is deployed.',
  });
}
