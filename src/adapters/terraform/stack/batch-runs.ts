import { stackName } from '../../../../stacks';
import type { Lowered, StackRef } from '../../../../stacks';
import type { OpenMember, ResourceRecord } from '../../../state/state';
import type { Address } from '../../../values/resource';
import { recordedLowered } from './stack-run';
import type { RunMember } from './stack-run';
import type { Stacks } from './stacks';

type Member = Omit<OpenMember, 'key'>;

/**
 * Groups members that are applied together: those of one stack, with deletions apart, since other engines may have to act
 * between the two.
 */
export function batchesOf<M extends Member>(stacks: Pick<Stacks, 'stackOf'>, members: readonly M[]): M[][] {
  const batches = new Map<string, M[]>();
  for (const member of members) {
    const { target, prior, action, address } = member;
    const record = target ?? prior;
    if (record === null) throw new Error(`${address} has neither a target nor a record`);
    const key = `${stackName(stacks.stackOf(record))} ${action === 'delete' ? 'delete' : 'apply'}`;
    const batch = batches.get(key);
    if (batch === undefined) batches.set(key, [member]);
    else batch.push(member);
  }
  return [...batches.values()];
}

/** The part of a batch in one stack. */
export interface StackStep {
  readonly ref: StackRef;
  readonly members: readonly RunMember[];
}

/**
 * The steps of a batch, in order. A resource that moves leaves its old stack first, because it has the same names in both.
 */
export function stepsOf(
  stacks: Pick<Stacks, 'stackOf'>,
  members: readonly Member[],
  targets: ReadonlyMap<Address, Lowered>,
): StackStep[] {
  const leaving = new Map<string, { ref: StackRef; members: RunMember[] }>();
  const staying = new Map<string, { ref: StackRef; members: RunMember[] }>();
  const add = (steps: typeof leaving, record: ResourceRecord, member: RunMember): void => {
    const ref = stacks.stackOf(record);
    const step = steps.get(stackName(ref));
    if (step === undefined) steps.set(stackName(ref), { ref, members: [member] });
    else step.members.push(member);
  };
  for (const { address, action, prior, target } of members) {
    const recorded = recordedLowered(prior);
    if (target === null) {
      if (prior !== null) add(staying, prior, { address, action, prior: recorded, target: null });
      continue;
    }
    const lowered = targets.get(address);
    if (lowered === undefined) throw new Error(`${address} was not lowered`);
    const moves = prior !== null && stackName(stacks.stackOf(prior)) !== stackName(stacks.stackOf(target));
    if (moves) add(leaving, prior, { address, action, prior: recorded, target: null });
    add(staying, target, { address, action, prior: moves ? null : recorded, target: lowered });
  }
  return [...leaving.values(), ...staying.values()];
}
