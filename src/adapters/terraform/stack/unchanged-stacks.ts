import { stackName } from '../../../../stacks';
import type { StackRef } from '../../../../stacks';
import type { OpenMember, State } from '../../../state/state';
import { recordedLowered } from './stack-run';
import type { Stacks } from './stacks';

/** The recorded stacks that none of these members is in. */
export function unchangedStacks(
  stacks: Pick<Stacks, 'stackOf'>,
  state: State | null,
  members: readonly Pick<OpenMember, 'target' | 'prior'>[],
): readonly StackRef[] {
  const changed = new Set(
    members.flatMap(({ target, prior }) =>
      [target, prior].flatMap((record) => (record === null ? [] : [stackName(stacks.stackOf(record))])),
    ),
  );
  const unchanged = new Map<string, StackRef>();
  for (const record of Object.values(state?.resources ?? {})) {
    if (record.engine !== 'terraform' || recordedLowered(record) === null) continue;
    const ref = stacks.stackOf(record);
    if (!changed.has(stackName(ref))) unchanged.set(stackName(ref), ref);
  }
  return [...unchanged.values()];
}
