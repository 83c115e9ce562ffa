import type { MemberResult, ResourceError } from '../../ports/engine';
import type { OpenMember } from '../../state/state';

const WAS = {
  create: 'created',
  update: 'updated',
  replace: 'replaced',
  delete: 'deleted',
  import: 'imported',
} as const;

/** The result of a probe for an operation that has not finished. */
export function unfinished(
  { address, action }: OpenMember,
  existing: Extract<MemberResult, { outcome: 'failed' }>['existing'],
): MemberResult {
  const error: ResourceError = {
    kind: 'failed',
    message: `${address} was being ${WAS[action]} when the run ended, and that had not finished.`,
    hint: 'The next plan shows what is left to do.',
  };
  return { address, outcome: 'failed', existing, error };
}
