import type { Clock } from '../../../ports/clock';
import type { EngineContext, MemberResult } from '../../../ports/engine';
import type { OpenMember } from '../../../state/state';
import type { Json } from '../../../values/json';
import { waitUntilHealthy, type HealthCheck } from './health-wait';

/**
 * Waits for machines that were made and say how their health is asked for. One that does not become healthy exists, and
 * has failed: the next apply waits for it again.
 */
export async function healthyResults(
  results: readonly MemberResult[],
  members: readonly Pick<OpenMember, 'address' | 'action' | 'target' | 'prior'>[],
  { onEvent, stopping, signal }: Pick<EngineContext, 'onEvent' | 'stopping' | 'signal'>,
  clock: Clock,
): Promise<readonly MemberResult[]> {
  const patience = AbortSignal.any([stopping, signal]);
  return Promise.all(
    results.map(async (result) => {
      const member = members.find(({ address }) => address === result.address);
      const check = member === undefined ? null : checkOf(member, result);
      if (check === null || result.outcome !== 'done' || result.existing === null) return result;
      const health = await waitUntilHealthy(result.address, check, {
        clock,
        fetch,
        onEvent,
        signal: patience,
      });
      if (health.healthy) return result;
      const existing = { ...result.existing, status: 'failed' } as const;
      const error = { kind: health.kind, message: `It runs, and is not healthy: ${health.reason}.` };
      return { address: result.address, outcome: 'failed', existing, error };
    }),
  );
}

/** What was there before and well is not asked again when something small about it changes. */
function checkOf(
  { action, target, prior }: Pick<OpenMember, 'action' | 'target' | 'prior'>,
  { existing }: MemberResult,
): HealthCheck | null {
  const isNew = action === 'create' || action === 'replace' || prior?.status === 'failed';
  const health = target?.inputs['health'];
  if (!isNew || !isFields(health) || existing === null || existing === 'unknown') return null;
  const address = existing.outputs['public_address'] ?? existing.outputs['private_address'];
  const {
    endpoint,
    port,
    interval_seconds: interval,
    timeout_seconds: timeout,
    unhealthy_threshold: most,
  } = health;
  if (typeof address !== 'string' || typeof endpoint !== 'string' || typeof port !== 'number') return null;
  return {
    ...{ address, endpoint, port },
    intervalSeconds: numberOr(interval, 30),
    timeoutSeconds: numberOr(timeout, 5),
    unhealthyThreshold: numberOr(most, 3),
  };
}

function numberOr(value: Json | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function isFields(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
