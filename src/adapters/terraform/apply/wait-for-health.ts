import type { EngineContext, MemberResult } from '../../../ports/engine';
import { decodeInstance } from '../../../resources/instance';
import { decodeMachineOutputs, reachableAddress } from '../../../resources/machine-outputs';
import type { OpenMember } from '../../../state/state';
import { waitUntilHealthy } from './health-wait';
import type { HealthCheck, HealthDeps } from './health-wait';

/**
 * Waits for new machines that declare a health check. A machine that does not become healthy exists and has failed; the
 * next apply waits for it again.
 */
export async function waitForHealth(
  results: readonly MemberResult[],
  members: readonly Pick<OpenMember, 'address' | 'action' | 'target' | 'prior'>[],
  { onEvent, stopping, signal }: Pick<EngineContext, 'onEvent' | 'stopping' | 'signal'>,
  { clock, fetch }: Pick<HealthDeps, 'clock' | 'fetch'>,
): Promise<readonly MemberResult[]> {
  const cancelled = AbortSignal.any([stopping, signal]);
  return Promise.all(
    results.map(async (result) => {
      const member = members.find(({ address }) => address === result.address);
      const check = member === undefined ? null : checkOf(member, result);
      if (check === null || result.outcome !== 'done' || result.existing === null) return result;
      const health = await waitUntilHealthy(result.address, check, {
        clock,
        fetch,
        onEvent,
        signal: cancelled,
      });
      if (health.healthy) return result;
      const existing = { ...result.existing, status: 'failed' } as const;
      const error = { kind: health.kind, message: `It runs, but is not healthy: ${health.reason}.` };
      return { address: result.address, outcome: 'failed', existing, error };
    }),
  );
}

/** The check of a member; null for an update of an already healthy machine. */
function checkOf(
  { action, target, prior }: Pick<OpenMember, 'action' | 'target' | 'prior'>,
  { existing }: MemberResult,
): HealthCheck | null {
  const isNew = action === 'create' || action === 'replace' || prior?.status === 'failed';
  if (!isNew || target?.kind !== 'instance' || existing === null || existing === 'unknown') return null;
  const inputs = decodeInstance(target.address, target.inputs);
  if (inputs.type !== 'machine' || inputs.health === null) return null;
  const address = reachableAddress(decodeMachineOutputs(target.address, existing.outputs));
  return address === null ? null : { address, ...inputs.health };
}
