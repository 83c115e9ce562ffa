import { outputsOf } from '../../../../stacks';
import type { Lowered, TerraformCloud } from '../../../../stacks';
import type { Existing, MemberResult, ResourceError } from '../../../ports/engine';
import type { OpenMember } from '../../../state/state';
import type { JsonObject } from '../../../values/json';
import type { RunMember } from '../stack/stack-run';
import type { TerraformState } from '../stack/terraform-state';

/** The result of a member whose every part is as approved. A machine that was stopped before may still be. */
export function doneResult(
  { address, target }: RunMember,
  state: TerraformState | null,
  isStopped: TerraformCloud['isStopped'],
  primary: JsonObject | null = null,
): MemberResult {
  if (target === null) return { address, outcome: 'done', existing: null };
  const attributes = primary ?? state?.objects.get(target.primary)?.attributes;
  const status = attributes !== undefined && isStopped(attributes) ? 'stopped' : 'ready';
  return { address, outcome: 'done', existing: existingOf(target, state, status) };
}

/** The result of a member that failed: Terraform's state tells which parts exist. */
export function failedResult(
  { address, prior, target }: RunMember,
  state: TerraformState | null,
  error: ResourceError,
): MemberResult {
  const lowered = mergedLowered(prior, target);
  const existing = isThere(lowered, state) ? existingOf(lowered, state, 'failed') : null;
  return { address, outcome: 'failed', existing, error };
}

/** The result of a member that nothing was done to. */
export function untouchedResult(
  { address, prior }: Pick<OpenMember, 'address' | 'prior'>,
  error: ResourceError,
): MemberResult {
  if (prior === null) return { address, outcome: 'failed', existing: null, error };
  const { inputs, outputs, status, lowered } = prior;
  return {
    address,
    outcome: 'failed',
    existing: { inputs, outputs, status, ...(lowered && { lowered }) },
    error,
  };
}

/** The result of a member whose parts could not be found out. */
export function unknownResult(address: MemberResult['address'], error: ResourceError): MemberResult {
  return { address, outcome: 'failed', existing: 'unknown', error };
}

/** Whether any part of it is in Terraform's state. */
export function isThere({ resources }: Pick<Lowered, 'resources'>, state: TerraformState | null): boolean {
  return Object.keys(resources).some((part) => state?.objects.has(part) === true);
}

/** The parts of both versions of a member that is half-way between them, so that none is forgotten. */
export function mergedLowered(prior: Lowered | null, target: Lowered | null): Lowered {
  const newest = target ?? prior;
  if (newest === null) throw new Error('a member without blocks');
  if (prior === null || target === null) return newest;
  return {
    ...target,
    resources: { ...prior.resources, ...target.resources },
    data: { ...prior.data, ...target.data },
    probes: { ...prior.probes, ...target.probes },
    secrets: { ...prior.secrets, ...target.secrets },
  };
}

function existingOf(lowered: Lowered, state: TerraformState | null, status: Existing['status']): Existing {
  return {
    inputs: {},
    outputs: outputsOf(lowered, (address) => state?.objects.get(address)?.attributes),
    status,
    lowered: lowered as unknown as JsonObject,
  };
}
