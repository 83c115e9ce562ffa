import type { Existing } from '../../../ports/engine';
import { decodeFlyApp, decodeFlyAppOutputs, mountOf } from '../../../resources/fly-app';
import type { FlyAppInputs } from '../../../resources/fly-app';
import type { ResourceRecord } from '../../../state/state';
import type { Volume } from '../api/volume-calls';
import { existingApp } from '../existing';
import type { SeenApp } from '../existing';
import type { Machine } from '../api/machine-calls';
import { machineConfig, secretsOf } from '../machine-config';
import { MARKS, secretsVersionOf } from '../marks';
import { destroyMachine } from './destroy-machine';
import { findApp, findMachine } from './find-app';
import { FlyFailure } from './fly-failure';
import { giveAddresses } from './give-addresses';
import { giveMachine } from './give-machine';
import { giveSecrets } from './give-secrets';
import type { GivenSecrets } from './give-secrets';
import { giveVolume } from './give-volume';
import type { Site } from './site';
import { waitUntilHealthy } from './wait-until-healthy';
import { withLease } from './with-lease';

/** Finds the reference of the image that an app is to run. @throws FlyFailure for one that is not pushed */
export type FindImage = (record: ResourceRecord, inputs: FlyAppInputs) => string;

/**
 * Makes an app what its record says, whatever of it is there already: so a run that broke off is continued. Returns it as
 * it is then.
 */
export async function giveApp(
  site: Site,
  target: ResourceRecord,
  prior: ResourceRecord | null,
  findImage: FindImage,
): Promise<Existing> {
  const inputs = decodeFlyApp(target.address, target.inputs);
  const image = findImage(target, inputs);
  await assertApp(site);
  // Before any change: whether the app is ours alone.
  const present = await findMachine(site);
  const addresses = await giveAddresses(site, inputs.private);
  const secretsVersion = await giveSecrets(
    site,
    { ...target, inputs },
    givenBy(site, present, { ...target, inputs }) ?? givenBefore(prior),
  );
  const { volume, needsRestart } = await giveVolume(site, inputs, volumeOf(prior));
  const { owner, project, key } = site;
  const parts = { image, volumeId: volume?.id ?? null, secretsVersion };
  const config = machineConfig(inputs, parts, { owner, project, expiresAt: target.expiresAt, key });
  const isStopped = target.status === 'stopped';
  const region = inputs.region ?? '';
  const given = await giveMachine(site, present, { config, region, secretsVersion, isStopped });
  if (needsRestart && !isStopped) {
    await withLease(site, given.id, (held) => site.api.machines.restart(held, site.call));
  }
  const machine = isStopped ? given : await waitUntilHealthy(site, given, present);
  const seen: SeenApp = { app: site.app, machine, volume, addresses };
  return existingApp(target, seen, isStopped ? 'stopped' : 'ready');
}

/** Destroys the machine of an app, and takes its addresses and secrets. Its volume stays unless it is to go. */
export async function clearApp(site: Site, prior: ResourceRecord, deletesVolume: boolean): Promise<void> {
  if ((await findApp(site)) === null) return;
  const machine = await findMachine(site);
  const { api, app, call } = site;
  const inputs = decodeFlyApp(prior.address, prior.inputs);
  // The machine last: while it is there, so is its record.
  for (const { ip } of await api.listAddresses(app, call)) await api.releaseAddress(app, ip, call);
  const secrets = Object.keys(secretsOf(inputs)).map((name) => [name, null] as const);
  if (secrets.length > 0) await api.setSecrets(app, Object.fromEntries(secrets), call);
  if (machine !== null) await destroyMachine(site, machine.id);
  if (deletesVolume) await deleteVolumes(site, inputs, volumeOf(prior));
}

async function deleteVolumes(site: Site, inputs: FlyAppInputs, recordedId: string | null): Promise<void> {
  const { api, app, call } = site;
  for (const volume of await api.volumes.list(app, call)) {
    if (volume.id !== recordedId && !isOwn(volume, inputs)) continue;
    site.phase('deleting its volume');
    await api.volumes.delete(app, volume.id, call);
  }
}

/** Reads an app and its parts; null where neither a machine nor a volume of it is there. */
export async function inspectApp(site: Omit<Site, 'key'>, record: ResourceRecord): Promise<SeenApp | null> {
  const { api, app, call } = site;
  if ((await findApp(site)) === null) return null;
  const machine = await findMachine(site);
  const mounted = machine?.config.mounts?.[0]?.volume;
  const inputs = decodeFlyApp(record.address, record.inputs);
  const volumes = await api.volumes.list(app, call);
  const volume = volumes.find((one) => (machine === null ? isOwn(one, inputs) : one.id === mounted)) ?? null;
  if (machine === null && volume === null) return null;
  return {
    app,
    machine,
    volume,
    addresses: await api.listAddresses(app, call),
  };
}

async function assertApp(site: Site): Promise<void> {
  if ((await findApp(site)) !== null) return;
  throw new FlyFailure({
    kind: 'failed',
    message: `Fly has no app ${site.app}.`,
    hint: '`helix plan --refresh` finds out what is gone; the plan after that makes it again.',
  });
}

function isOwn({ name, region }: Volume, inputs: FlyAppInputs): boolean {
  return name === mountOf(inputs)?.name && region === inputs.region;
}

function volumeOf(record: ResourceRecord | null): string | null {
  return record === null ? null : decodeFlyAppOutputs(record.address, record.outputs).volumeId;
}

/** Returns the secrets that this very operation has given before; null where it has not come to that. */
function givenBy(
  { key }: Site,
  machine: Machine | null,
  {
    inputs,
    secretDigests: digests,
  }: Pick<ResourceRecord, 'secretDigests'> & { readonly inputs: FlyAppInputs },
): GivenSecrets | null {
  if (machine?.config.metadata?.[MARKS.operation] !== key) return null;
  return { inputs, digests, version: secretsVersionOf(machine) };
}

function givenBefore(prior: ResourceRecord | null): GivenSecrets | null {
  if (prior?.status !== 'ready' && prior?.status !== 'stopped') return null;
  return {
    inputs: decodeFlyApp(prior.address, prior.inputs),
    digests: prior.secretDigests,
    version: decodeFlyAppOutputs(prior.address, prior.outputs).secretsVersion,
  };
}
