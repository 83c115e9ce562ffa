import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode';
import type { ContainerInputs } from '../../../resources/container';
import type { SecretDigests } from '../../../values/secret-digests';
import { containerSpec, namesOf } from '../container-spec';
import { driftOf } from '../existing';
import { CONFIG_LABEL, OPERATION_LABEL } from '../labels';
import {
  createContainer,
  findOurs,
  removeContainer,
  renameContainer,
  startContainer,
  stopContainer,
} from './containers';
import { giveDataToUser } from './give-data';
import type { Site } from './site';
import { ensureNetwork, ensureVolume } from './surroundings';
import { waitUntilReady } from './wait-until-ready';

/**
 * Makes sure that the container runs as its inputs say, and waits until it answers. A container that is already so is
 * kept. Any other one of ours is stopped and renamed, and removed only when its successor has started: if that does not
 * start, the former one runs again. Its volume stays in every case.
 */
export async function runContainer(
  site: Site,
  inputs: ContainerInputs,
  { key, secretDigests }: Run,
): Promise<void> {
  const names = namesOf(inputs);
  const { project, owner, instance, folder, sources } = site;
  const proxies = await site.readProxies();
  const spec = containerSpec(inputs, {
    project,
    owner,
    instance,
    key,
    folder,
    sources,
    proxies,
    secretDigests,
  });
  const present = await findOurs(site, names.container);
  const former = await findOurs(site, names.former);
  site.phase('creating');
  await ensureNetwork(site, names.network);
  if (names.volume !== null) await ensureVolume(site, names.volume);
  if (present !== null && isAsAsked(present, spec, inputs)) await startContainer(site, present.Id);
  else await replaceContainer(site, spec, { present, former, formerName: names.former });
  if (former !== null) await removeContainer(site, former.Id);
  site.phase('waiting for it to answer');
  await waitUntilReady(site, inputs);
}

/** The operation that a container is made by. */
interface Run {
  readonly key: string;
  readonly secretDigests: SecretDigests;
}

/** Whether a container is what was asked for: made by this very operation, or by an earlier one that asked for the same. */
function isAsAsked(
  present: ContainerInspectInfo,
  { Labels }: ContainerCreateOptions,
  inputs: ContainerInputs,
): boolean {
  const { Config, State } = present;
  if (Object.keys(driftOf(present, inputs)).length > 0) return false;
  if (Config.Labels[CONFIG_LABEL] !== Labels?.[CONFIG_LABEL]) return false;
  return Config.Labels[OPERATION_LABEL] === Labels?.[OPERATION_LABEL] || State.Status === 'running';
}

interface Present {
  readonly present: ContainerInspectInfo | null;
  readonly former: ContainerInspectInfo | null;
  readonly formerName: string;
}

async function replaceContainer(
  site: Site,
  spec: ContainerCreateOptions,
  { present, former, formerName }: Present,
): Promise<void> {
  if (present !== null) {
    site.phase('stopping the former container');
    if (former !== null) await removeContainer(site, former.Id);
    await stopContainer(site, present.Id);
    await renameContainer(site, present.Id, formerName);
  }
  try {
    const id = await createContainer(site, spec);
    await giveDataToUser(site, id, spec);
    site.phase('starting');
    await startContainer(site, id);
  } catch (error) {
    await restore(site, spec.name ?? '', present);
    throw error;
  }
  if (present !== null) await removeContainer(site, present.Id);
}

/** Undoes a replacement whose new container did not start. The first error counts, so that one of these is dropped. */
async function restore(site: Site, name: string, former: ContainerInspectInfo | null): Promise<void> {
  try {
    const started = await findOurs(site, name);
    if (started !== null) await removeContainer(site, started.Id);
    if (former === null) return;
    await renameContainer(site, former.Id, name);
    if (former.State.Running) await startContainer(site, former.Id);
  } catch {
    return;
  }
}
