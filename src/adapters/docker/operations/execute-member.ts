import { HelixError } from '../../../errors';
import type { Existing, MemberResult } from '../../../ports/engine';
import { dataVolume } from '../../../resources/container';
import type { ContainerInputs } from '../../../resources/container';
import type { OpenMember, ResourceRecord } from '../../../state/state';
import { EngineError } from '../connection/engine-error';
import { OPERATION_LABEL } from '../labels';
import { observeResource, resourceIn } from '../observe';
import type { EngineResource } from '../observe';
import { pullImage } from './pull-image';
import { resourceErrorOf } from './resource-error';
import { removeEverything } from './remove-everything';
import { startContainers } from './run-container';
import type { Site } from './site';
import { removeVolume } from './surroundings';
import { waitUntilReady } from './wait-until-ready';

/**
 * Executes one member of a batch. Failures are results.
 * @throws HelixError `locked` when the lease is lost, and Error for a bug
 */
export function executeMember({ member, site }: Task): Promise<MemberResult> {
  return collectResult({ member, site }, () => runMember(member, site));
}

/** One member of a batch, and where it happens. */
export interface Task {
  readonly member: OpenMember;
  readonly site: Site;
}

/** Does the work for one member, and returns what came of it. @throws HelixError `locked`, and Error for a bug */
export async function collectResult(
  { member, site }: Task,
  work: () => Promise<void>,
): Promise<MemberResult> {
  const { address, target } = member;
  try {
    await work();
    return { address, outcome: 'done', existing: target === null ? null : await readExisting(target, site) };
  } catch (error) {
    const reason = resourceErrorOf(error);
    if (reason === null) throw error;
    return { address, outcome: 'failed', existing: await findExisting(member, site, error), error: reason };
  }
}

async function runMember(member: OpenMember, site: Site): Promise<void> {
  const { action, target, prior, key, deletesVolume = false } = member;
  if (action === 'import') throw new Error('containers are not imported');
  if (action === 'delete' || target === null) {
    const resource = unbuilt(recordOf(prior));
    if (resource.kind === 'container') await removeEverything(site, resource.inputs);
    const volume = resource.kind === 'container' ? dataVolume(resource.inputs) : null;
    if (deletesVolume && volume !== null) await removeVolume(site, volume);
    return;
  }
  const resource = unbuilt(target);
  if (resource.kind === 'pulled') return pullImage(site, resource.inputs);
  const { inputs } = resource;
  await removeRenamed(inputs, prior, site);
  const failure = await startContainers([{ site, inputs, key, secretDigests: target.secretDigests ?? {} }]);
  if (failure !== null) throw failure.error;
  await waitUntilReady(site, inputs);
}

/** A container that gets another name is removed under its old one, with its network. */
export async function removeRenamed(
  { container }: ContainerInputs,
  prior: ResourceRecord | null,
  site: Site,
): Promise<void> {
  if (prior === null) return;
  const before = unbuilt(prior);
  if (before.kind === 'container' && before.inputs.container !== container) {
    await removeEverything(site, before.inputs);
  }
}

async function readExisting(target: ResourceRecord, site: Site): Promise<Existing> {
  const seen = await observeResource(site.engine, unbuilt(target), site.owner);
  if (seen.state === 'present') return seen.existing;
  throw new HelixError('failed', 'It was removed at the moment it was ready.');
}

/** Returns what exists after a failure: our container of this operation has failed, a former one is as it was. */
async function findExisting(
  { target, prior, key }: OpenMember,
  site: Site,
  error: unknown,
): Promise<Existing | null | 'unknown'> {
  const { engine, owner } = site;
  // No answer: whether the last change was made is for the next run to find out.
  if (error instanceof EngineError && error.status === null) return 'unknown';
  try {
    const resource = unbuilt(recordOf(target ?? prior));
    const seen = await observeResource(engine, resource, owner);
    if (seen.state !== 'present') return null;
    if (resource.kind === 'pulled') return seen.existing;
    const { container } = resource.inputs;
    const { Config } = await engine.ask((docker) => docker.getContainer(container).inspect());
    const isNew = Config.Labels[OPERATION_LABEL] === key;
    return isNew ? { ...seen.existing, status: 'failed' } : seen.existing;
  } catch (later) {
    if (later instanceof HelixError) return 'unknown';
    throw later;
  }
}

function recordOf(record: ResourceRecord | null): ResourceRecord {
  if (record === null) throw new Error('an operation without a record');
  return record;
}

/** Returns the resource of a record that is not a built image: those have operations of their own. */
function unbuilt(record: ResourceRecord): Exclude<EngineResource, { kind: 'built' }> {
  const resource = resourceIn(record);
  if (resource.kind === 'built') throw new Error(`${record.address} is built`);
  return resource;
}
