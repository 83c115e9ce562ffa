import { HelixError } from '../../errors';
import { deploymentOf } from '../../resources/deployment';
import type { ResourceRecord, State } from '../../state/state';
import { didYouMean } from '../../values/did-you-mean';

/**
 * Returns the resource that the outside world calls so: by its cloud's id, or by name or address.
 * @throws HelixError `not-found` where nothing has it, or several do
 */
export function withDeploymentId(state: State | null, id: string): ResourceRecord {
  const records = Object.values(state?.resources ?? {}).filter(
    ({ kind }) => kind === 'instance' || kind === 'cluster',
  );
  const isMeant = (record: ResourceRecord): boolean =>
    [record.address, record.name, deploymentOf(record).id].includes(id);
  const [first, ...more] = records.filter(isMeant);
  if (first !== undefined && more.length === 0) return first;
  if (first !== undefined) {
    const addresses = [first, ...more].map(({ address }) => address);
    throw new HelixError('not-found', `"${id}" is ${addresses.join(' and ')}`, { hint: 'Give the address.' });
  }
  const known = records.flatMap((record) => deploymentOf(record).id ?? []);
  throw new HelixError('not-found', `no deployment has the id "${id}"`, {
    hint: didYouMean(id, known) ?? 'See `helix status`.',
  });
}
