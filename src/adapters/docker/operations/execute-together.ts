import { HelixError } from '../../../errors';
import type { MemberResult } from '../../../ports/engine';
import type { ContainerInputs } from '../../../resources/container';
import type { ResourceRecord } from '../../../state/state';
import { resourceIn } from '../observe';
import { collectResult, executeMember, removeRenamed } from './execute-member';
import type { Task } from './execute-member';
import { startContainers } from './run-container';
import type { ContainerRun } from './run-container';
import { waitUntilReady } from './wait-until-ready';

/**
 * Executes members that hand ports or volumes over to each other: what is deleted goes first, and the others start together
 * or stay as they were.
 * @throws HelixError `locked` when the lease is lost, and Error for a bug
 */
export async function executeTogether(tasks: readonly Task[]): Promise<readonly MemberResult[]> {
  const deletions = tasks.filter(({ member }) => member.target === null);
  const deleted = await Promise.all(deletions.map(executeMember));
  const started = tasks.flatMap((task) =>
    task.member.target === null ? [] : [{ task, run: runOf(task, task.member.target) }],
  );
  let failure: { readonly of: ContainerRun; readonly error: unknown } | null = null;
  for (const { task, run } of started) {
    failure ??= await attempt(run, () => removeRenamed(run.inputs, task.member.prior, task.site));
  }
  const notStarted = failure === null ? await startContainers(started.map(({ run }) => run)) : null;
  failure ??= notStarted && { of: notStarted.run, error: notStarted.error };
  const results = started.map(({ task, run }) =>
    collectResult(task, async () => {
      if (failure === null) return waitUntilReady(task.site, run.inputs);
      throw failure.of === run ? failure.error : putBack(failure.of);
    }),
  );
  return [...deleted, ...(await Promise.all(results))];
}

function runOf({ member: { key }, site }: Task, target: ResourceRecord): ContainerRun {
  return { site, inputs: containerOf(target), key, secretDigests: target.secretDigests ?? {} };
}

function containerOf(target: ResourceRecord): ContainerInputs {
  const resource = resourceIn(target);
  if (resource.kind !== 'container') throw new Error(`${target.address} has nothing to hand over`);
  return resource.inputs;
}

async function attempt(of: ContainerRun, work: () => Promise<void>) {
  try {
    await work();
    return null;
  } catch (error) {
    return { of, error };
  }
}

function putBack({ site }: ContainerRun): HelixError {
  return new HelixError('failed', `It stays as it was, since ${site.owner.address} did not start.`, {
    hint: 'They hand a port or a volume over to each other, and start together.',
  });
}
