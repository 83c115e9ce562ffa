import type { MemberResult } from '../../ports/engine';
import { dataVolume } from '../../resources/container';
import type { Owner } from '../../resources/owner';
import type { OpenMember } from '../../state/state';
import type { ContainerEngine } from './connection/container-engine';
import { existingContainer } from './existing';
import { OPERATION_LABEL } from './labels';
import { findFormer, hasVolume, observeResource, resourceIn } from './observe';
import type { EngineResource } from './observe';
import { unfinished } from './probe-results';
import { isOurs } from './operations/owned';
import { checkAnswer } from './operations/wait-until-ready';

/** The connection of a probe, and the owner that it looks for. */
export interface ProbeEnvironment {
  readonly engine: ContainerEngine;
  readonly owner: Owner;
  readonly fetch: typeof fetch;
}

/**
 * Finds out how an operation ended that was begun and whose end is not known. `done` when the container of that very
 * operation answers, or when nothing is left to delete; otherwise `failed` with what exists. Reads only.
 */
export async function probeMember(member: OpenMember, environment: ProbeEnvironment): Promise<MemberResult> {
  const { address, action, target, prior } = member;
  const record = target ?? prior;
  if (record === null) throw new Error(`${address} was begun without a record`);
  const resource = resourceIn(record);
  if (resource.kind === 'built') throw new Error(`${address} is probed as an image`);
  if (resource.kind === 'pulled') return probePulled(member, resource, environment);
  const { engine, owner } = environment;
  const { container } = resource.inputs;
  const found = await engine.find((docker) => docker.getContainer(container).inspect());
  const isThere = found !== null && isOurs({ labels: found.Config.Labels }, owner);
  const former = await findFormer(engine, resource.inputs, owner);
  if (isThere) {
    const existing = existingContainer(found, resource.inputs, former !== null);
    const isOfOperation = found.Config.Labels[OPERATION_LABEL] === member.key;
    const isDone =
      action !== 'delete' &&
      isOfOperation &&
      former === null &&
      (await checkAnswer(resource.inputs, environment));
    if (isDone) return { address, outcome: 'done', existing };
    return unfinished(member, { ...existing, status: 'failed' });
  }
  if (former !== null) {
    return unfinished(member, { ...existingContainer(former, resource.inputs, true), status: 'failed' });
  }
  if (action !== 'delete') return unfinished(member, null);
  const volume = dataVolume(resource.inputs);
  const isLeft = member.deletesVolume === true && volume !== null && (await hasVolume(engine, volume, owner));
  return isLeft && prior !== null
    ? unfinished(member, { inputs: {}, outputs: prior.outputs, status: 'failed' })
    : { address, outcome: 'done', existing: null };
}

async function probePulled(
  member: OpenMember,
  resource: Extract<EngineResource, { kind: 'pulled' }>,
  { engine, owner }: ProbeEnvironment,
): Promise<MemberResult> {
  const { address, action } = member;
  // An image is only taken off the record: it stays in the engine.
  if (action === 'delete') return { address, outcome: 'done', existing: null };
  const seen = await observeResource(engine, resource, owner);
  return seen.state === 'present'
    ? { address, outcome: 'done', existing: seen.existing }
    : unfinished(member, null);
}
