import { stackName, terraformCloud } from '../../../../stacks';
import type { StackRef } from '../../../../stacks';
import type { Observation } from '../../../ports/engine';
import type { ResourceRecord, State } from '../../../state/state';
import type { Address } from '../../../values/resource';
import type { StackAccess } from '../access';
import { asHelixError } from '../program/failure';
import { recordedLowered, stackRun } from '../stack/stack-run';
import type { Stacks } from '../stack/stacks';
import type { WorkDirectory } from '../stack/work-directory';
import { observeStack } from './observe-stack';

export interface ObserveDeps {
  readonly stacks: Pick<Stacks, 'stackOf'>;
  readonly openAccess: (ref: StackRef) => Promise<StackAccess>;
  readonly lineage: () => string;
  /** A directory for one plan of a stack. */
  readonly scratch: (name: string) => WorkDirectory;
  /** Waits until the memory holds one more Terraform. */
  readonly runInMemory: <T>(ref: StackRef, work: () => Promise<T>) => Promise<T>;
}

/**
 * Observes the stacks of these records, all at a time. Records that were never applied are left out.
 * @throws HelixError for a stack that cannot be observed
 */
export async function observeStacks(
  records: readonly ResourceRecord[],
  state: State,
  deps: ObserveDeps,
): Promise<ReadonlyMap<Address, Observation>> {
  const refs = new Map<string, StackRef>();
  for (const record of records) {
    if (recordedLowered(record) === null) continue;
    const ref = deps.stacks.stackOf(record);
    refs.set(stackName(ref), ref);
  }
  const observations = [...refs].map(async ([name, ref]) => {
    const { settings, terraform } = await deps.openAccess(ref);
    const cloud = terraformCloud(ref.provider);
    const run = stackRun(deps.stacks, ref, [], state, { ...settings, lineage: deps.lineage() });
    const members = records.filter((record) => stackName(deps.stacks.stackOf(record)) === name);
    const observe = () =>
      observeStack(run, members, { terraform, directory: deps.scratch(name), isStopped: cloud.isStopped });
    return deps.runInMemory(ref, observe).catch((error: unknown) => {
      throw asHelixError(error, cloud);
    });
  });
  return new Map((await Promise.all(observations)).flatMap((stack) => [...stack]));
}
