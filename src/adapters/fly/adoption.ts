import { HelixError } from '../../errors';
import type { DesiredResource } from '../../graph/desired-state';
import type { Adoptable, Adoption } from '../../ports/engine-verbs';
import { decodeFlyAppOutputs } from '../../resources/fly-app';
import { ownerText } from '../../resources/owner';
import type { Owner } from '../../resources/owner';
import type { ResourceRecord } from '../../state/state';
import type { JsonObject } from '../../values/json';
import type { Address } from '../../values/resource';
import { ADOPTED_FROM, readMachine, ownerIn } from './operations/adopt-app';
import { findApp } from './operations/find-app';
import { existingRepository } from './operations/repository-operation';
import type { Site } from './operations/site';

/** The connection of an adoption to its apps. */
export interface AdoptionOptions {
  readonly makeSite: (record: AdoptedRecord) => Promise<Site>;
  readonly ownerOf: (address: Address) => Owner;
}

/** A record as far as an app is found by it. */
export type AdoptedRecord = Pick<ResourceRecord, 'address' | 'kind' | 'name' | 'inputs' | 'outputs'>;

/** Takes over apps of the organization, and their machines, by the name of the app. */
export function flyAdoption(options: AdoptionOptions): Adoption {
  return {
    find: (desired, id, recorded) => findAdoptable(desired, id, recorded, options),
    isSame: (one, other) => one.kind === other.kind && appOf(one) === appOf(other),
    outputsToMove: ({ address, outputs }) => ({
      ...outputs,
      [ADOPTED_FROM]: ownerText(options.ownerOf(address)),
    }),
  };
}

async function findAdoptable(
  desired: DesiredResource,
  id: string,
  recorded: ResourceRecord | null,
  { makeSite, ownerOf }: AdoptionOptions,
): Promise<Adoptable> {
  const outputs: JsonObject = { id };
  const site = await makeSite({ ...desired, outputs });
  if ((await findApp(site)) === null) throw missing(`Fly has no app ${id} in the organization ${site.org}`);
  if (desired.kind === 'registry_repo') {
    return { existing: existingRepository(site, desired), owner: 'nobody', isLost: false };
  }
  const existing = await readMachine(site, { ...desired, outputs });
  if (existing === null) throw missing(`The app ${id} has no machine`);
  const owner = ownerIn(existing.outputs);
  const isOurs = owner === ownerText(ownerOf(desired.address));
  return { existing, owner, isLost: recorded !== null && appOf(recorded) === id && !isOurs };
}

function appOf({ address, outputs }: Pick<ResourceRecord, 'address' | 'outputs'>): string | null {
  return decodeFlyAppOutputs(address, outputs).app;
}

function missing(message: string): HelixError {
  return new HelixError('not-found', message, { hint: 'Nothing to import: `helix apply` would create it.' });
}
