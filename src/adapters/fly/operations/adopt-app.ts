import type { Existing } from '../../../ports/engine';
import type { ResourceRecord } from '../../../state/state';
import type { JsonObject } from '../../../values/json';
import type { Machine } from '../api/machine-calls';
import { existingApp } from '../existing';
import type { SeenApp } from '../existing';
import { MARKS, ownerOfMachine } from '../marks';
import { foreign } from './fly-failure';
import type { Site } from './site';

/** The output that names the owner from which a machine is taken. */
export const ADOPTED_FROM = 'adopted_from';

const NOBODY = 'nobody';

/** Returns the owner that the outputs of something to adopt name. */
export function ownerIn({ [ADOPTED_FROM]: owner }: JsonObject): string {
  return typeof owner === 'string' ? owner : NOBODY;
}

/** Reads the one machine of an app, whoever's it is, with its owner among the outputs; null without one. */
export async function readMachine(
  site: Site,
  record: Pick<ResourceRecord, 'address' | 'inputs' | 'outputs'>,
): Promise<Existing | null> {
  const seen = await readOne(site);
  if (seen === null) return null;
  const existing = existingApp(record, seen);
  return {
    ...existing,
    outputs: { ...existing.outputs, [ADOPTED_FROM]: ownerOfMachine(seen.machine) ?? NOBODY },
  };
}

/**
 * Gives a machine our marks, without a restart. Its configuration is left to the next plan.
 * @throws FlyFailure `foreign` where its owner is no longer the one that was shown
 */
export async function adoptMachine(site: Site, target: ResourceRecord): Promise<Existing> {
  const { api, app, owner, project, call } = site;
  const seen = await readOne(site);
  if (seen === null) throw foreign(`The app ${app} has no machine.`, 'Look at it with `fly status`.');
  const { machine } = seen;
  const present = ownerOfMachine(machine);
  const wanted = {
    [MARKS.project]: project,
    [MARKS.workspace]: owner.workspace,
    [MARKS.address]: owner.address,
    [MARKS.lineage]: owner.lineage,
    [MARKS.expiresAt]: target.expiresAt ?? '',
  };
  const isOurs = present === `${owner.lineage}/${owner.workspace}/${owner.address}`;
  if (!isOurs && (present ?? NOBODY) !== ownerIn(target.outputs)) {
    throw foreign(
      `The machine ${machine.id} belongs to ${present ?? NOBODY} now.`,
      'Import it again, and look at its owner.',
    );
  }
  for (const [key, value] of Object.entries(wanted)) {
    await api.machines.setMark({ app, machine: machine.id, nonce: null }, key, value, call);
  }
  return existingApp(target, seen);
}

async function readOne(site: Site): Promise<(SeenApp & { readonly machine: Machine }) | null> {
  const { api, app, call } = site;
  const [machine, second] = await api.machines.list(app, call);
  if (machine === undefined) return null;
  if (second !== undefined) {
    throw foreign(
      `The app ${app} has more than one machine: ${machine.id}, ${second.id}.`,
      'Helix runs one machine in an app: destroy the others with `fly machine destroy`.',
    );
  }
  const mounted = machine.config.mounts?.[0]?.volume;
  const volume = (await api.volumes.list(app, call)).find(({ id }) => id === mounted) ?? null;
  return { app, machine, volume, addresses: await api.listAddresses(app, call) };
}
