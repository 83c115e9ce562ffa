import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode';
import type { ContainerInputs } from '../../../resources/container';
import type { SecretDigests } from '../../../values/secret-digests';
import { containerSpec, namesOf } from '../container-spec';
import { driftOf } from '../existing';
import { CONFIG_LABEL, OPERATION_LABEL } from '../labels';
import { findOurs, removeContainer, startContainer } from './containers';
import { replaceTogether } from './replace-together';
import type { Replacement } from './replace-together';
import type { Site } from './site';
import { ensureNetwork, ensureVolume } from './surroundings';

/** A container to run. */
export interface ContainerRun {
  readonly site: Site;
  readonly inputs: ContainerInputs;
  /** The key of the operation that makes it. */
  readonly key: string;
  readonly secretDigests: SecretDigests;
}

/** A container that did not start, with which all others of its group were put back as they were. */
export interface RunFailure {
  readonly run: ContainerRun;
  readonly error: unknown;
}

/**
 * Makes sure that containers run as their inputs say; null when all have started. A container that is already so is kept.
 * Any other one of ours is stopped and renamed, and removed only when its successor has started: if one of them does not
 * start, the former ones run again. Their volumes stay in every case.
 */
export async function startContainers(runs: readonly ContainerRun[]): Promise<RunFailure | null> {
  const waiting: (Replacement & { readonly run: ContainerRun })[] = [];
  for (const run of runs) {
    try {
      const replacement = await prepareReplacement(run);
      if (replacement !== null) waiting.push({ ...replacement, run });
    } catch (error) {
      return { run, error };
    }
  }
  const failure = await replaceTogether(waiting);
  return failure && { run: failure.replacement.run, error: failure.error };
}

/** Makes the surroundings of a container, and starts it where it is as asked; else returns its replacement. */
async function prepareReplacement(run: ContainerRun): Promise<Replacement | null> {
  const { site, inputs, key, secretDigests } = run;
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
  if (present === null || !isAsAsked(present, spec, inputs)) {
    return { site, spec, present, former, formerName: names.former };
  }
  await startContainer(site, present.Id);
  if (former !== null) await removeContainer(site, former.Id);
  return null;
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
