import { stackName } from '../../../../stacks/lowered';
import type { Lowered, StackRef } from '../../../../stacks/lowered';
import type { OpenMember, ResourceRecord } from '../../../state/state';
import type { Address } from '../../../values/resource';
import { recordedLowered } from './stack-run';
import type { RunMember } from './stack-run';
import type { Stacks } from './stacks';

type Member = Omit<OpenMember, 'key'>;

/**
 * Members that are carried out together: of one stack, deletions apart from the rest, since other things may have to
 * happen between the two.
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

/** What a batch does in one stack. */
export interface StackStep {
  readonly ref: StackRef;
  readonly members: readonly RunMember[];
}

/**
 * The runs of a batch, in order. What moves to another place leaves the old one first: its names are the same in both.
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
    const there = recordedLowered(prior);
    if (target === null) {
      if (prior !== null) add(staying, prior, { address, action, prior: there, target: null });
      continue;
    }
    const lowered = targets.get(address);
    if (lowered === undefined) throw new Error(`${address} was not lowered`);
    const moves = prior !== null && stackName(stacks.stackOf(prior)) !== stackName(stacks.stackOf(target));
    if (moves) add(leaving, prior, { address, action, prior: there, target: null });
    add(staying, target, { address, action, prior: moves ? null : there, target: lowered });
  }
  return [...leaving.values(), ...staying.values()];
}
