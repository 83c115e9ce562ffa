import type { Existing } from '../../../ports/engine';
import { decodeFlyRepository, encodeFlyRepository } from '../../../resources/fly-app';
import type { ResourceRecord } from '../../../state/state';
import { isWord } from '../api/fly-error';
import { isOwned } from '../marks';
import { createOnce } from './create-once';
import { findApp, foreignApp } from './find-app';
import { FlyFailure, foreign } from './fly-failure';
import type { Site } from './site';

/** Creates an app that is not there: an empty one, whose registry takes images. */
export async function giveRepository(site: Site, target: ResourceRecord): Promise<Existing> {
  const { api, app, org, call } = site;
  if ((await findApp(site)) !== null) return existingRepository(site, target);
  await createOnce(site, {
    find: () => findApp(site),
    create: async () => {
      site.phase('creating the app');
      try {
        await api.createApp(app, org, call);
      } catch (error) {
        if (isWord(error, 'name_taken') && (await findApp(site)) === null)
          throw foreignApp(app, 'somebody else');
        throw error;
      }
      return { name: app };
    },
  });
  return existingRepository(site, target);
}

/** Returns an app in the terms of a record. */
export function existingRepository(
  { app, org }: Pick<Site, 'app' | 'org'>,
  record: Pick<ResourceRecord, 'address' | 'inputs'>,
): Existing {
  const inputs = decodeFlyRepository(record.address, record.inputs);
  return {
    inputs: encodeFlyRepository({ ...inputs, org }),
    outputs: { id: app, repository_url: `${inputs.registry}/${app}` },
    status: 'ready',
  };
}

/**
 * Deletes an app with all that is in it, and waits until it is gone. An app that keeps a volume stays, unless it is to be
 * made again elsewhere.
 * @throws FlyFailure `foreign` where it has a machine that is not of this project
 */
export async function clearRepository(
  site: Site,
  { takesVolumes }: { readonly takesVolumes: boolean },
): Promise<void> {
  const { api, app, call, clock, wait } = site;
  if ((await findApp(site)) === null) return;
  const stranger = (await api.machines.list(app, call)).find(
    (machine) => !isOwned(machine, instanceOf(site)),
  );
  if (stranger !== undefined) {
    throw foreign(
      `The app ${app} has the machine ${stranger.id}, which is not of this project.`,
      'Destroy it with `fly machine destroy`, or delete the app by hand.',
    );
  }
  if (!takesVolumes && (await api.volumes.list(app, call)).length > 0) return;
  site.phase('deleting the app');
  await api.deleteApp(app, call);
  const started = clock.monotonicMs();
  while ((await api.findApp(app, call)) !== null) {
    if (clock.monotonicMs() - started > wait.goneMs) {
      throw new FlyFailure({
        kind: 'timeout',
        message: `The app ${app} is still being deleted.`,
        hint: 'Apply again.',
      });
    }
    await clock.sleep(wait.pollMs, call.signal).catch(() => undefined);
  }
}

/** The owner of the machine in an app. */
function instanceOf({ owner }: Site) {
  return { ...owner, address: owner.address.replace(/^registry_repo\./, 'instance.') };
}
