import type { FlyAppInputs } from '../../../resources/fly-app';
import { mountOf } from '../../../resources/fly-app';
import type { Volume } from '../api/volume-calls';
import { guestOf } from '../guest';
import { createOnce } from './create-once';
import { FlyFailure } from './fly-failure';
import type { Site } from './site';

/** The volume of an app, and whether its machine must be restarted to see its size. */
export interface GivenVolume {
  readonly volume: Volume | null;
  readonly needsRestart: boolean;
}

/**
 * Finds the volume of an app, or makes it, and lets it grow. One that was kept when its app was deleted is taken again.
 * @throws FlyFailure for one that is larger than asked for
 */
export async function giveVolume(
  site: Site,
  inputs: FlyAppInputs,
  recordedId: string | null,
): Promise<GivenVolume> {
  const mount = mountOf(inputs);
  const { volumeInitialSizeGb: sizeGb, region, vmSize } = inputs;
  if (mount === null || sizeGb === null || region === null) return { volume: null, needsRestart: false };
  const { api, app, call } = site;
  const wanted = { name: mount.name, region };
  const before = await listOwn(site, wanted);
  const kept = before.find(({ id }) => id === recordedId) ?? before[0];
  const volume = kept ?? (await createVolume(site, wanted, { sizeGb, vmSize }));
  if (volume.size_gb > sizeGb) throw tooLarge(volume, sizeGb);
  const needsRestart = volume.size_gb < sizeGb && (await api.volumes.extend(app, volume.id, sizeGb, call));
  return { volume: { ...volume, size_gb: sizeGb }, needsRestart };
}

type Place = Pick<Volume, 'name' | 'region'>;

async function createVolume(
  site: Site,
  { name, region }: Place,
  { sizeGb, vmSize }: { readonly sizeGb: number; readonly vmSize: string },
): Promise<Volume> {
  const { api, app, call } = site;
  let lookups = 0;
  site.phase(`making its volume, ${sizeGb} GB`);
  const volume = await createOnce<Volume>(site, {
    find: async () => {
      lookups += 1;
      return (await listOwn(site, { name, region }))[0] ?? null;
    },
    // A host that has room for the machine as well.
    create: () =>
      api.volumes.create(
        app,
        { name, region, size_gb: sizeGb, encrypted: true, compute: guestOf(vmSize) },
        call,
      ),
  });
  if (lookups > 0) await removeDoubles(site, volume);
  return volume;
}

/** Deletes what a request whose answer was lost has made besides: volumes may share a name, and there was none before. */
async function removeDoubles(site: Site, kept: Volume): Promise<void> {
  for (const { id, attached_machine_id: holder } of await listOwn(site, kept)) {
    const isLoose = holder === null || holder === undefined;
    if (id !== kept.id && isLoose) await site.api.volumes.delete(site.app, id, site.call);
  }
}

async function listOwn({ api, app, call }: Site, { name, region }: Place): Promise<readonly Volume[]> {
  const all = await api.volumes.list(app, call);
  return all.filter((volume) => volume.name === name && volume.region === region);
}

function tooLarge({ id, size_gb: present }: Volume, asked: number): FlyFailure {
  return new FlyFailure({
    kind: 'failed',
    message: `Its volume ${id} has ${present} GB, and ${asked} GB are asked for: volumes never shrink.`,
    hint: `Write \`volume_initial_size = ${present}\`, or delete the volume with its data: \`fly volumes destroy ${id}\`.`,
  });
}
