import { HelixError } from '../../../../errors';
import type { Cluster } from '../../api/client';
import { CloudError } from '../../api/cloud-error';
import { DEFAULT_WAIT, isAtRest, waitUntilSettled } from '../settle';

/** Time does not pass in it. */
const CLOCK = { now: () => new Date(0), monotonicMs: () => 0, sleep: () => Promise.resolve() };
const MAKING = { state: 'provisioning' } as Cluster;
const RUNNING = { state: 'running' } as Cluster;
const AWAY = new HelixError('unreachable', 'Cannot reach it.');
const NO = new CloudError('auth', 'The key is not known.');

/** Waits for a cluster that is being made, with these answers to the looks, one after the other. */
function waited(...answers: readonly (Cluster | Error)[]) {
  const left = [...answers];
  return waitUntilSettled(MAKING, isAtRest, {
    read: () => {
      const next = left.shift()!;
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
    clock: CLOCK,
    settings: DEFAULT_WAIT,
    signal: undefined,
  });
}

describe('waiting for a cluster', () => {
  it('gets over a look that found nobody', async () => {
    await expect(waited(AWAY, MAKING, AWAY, RUNNING)).resolves.toEqual({ inTime: true, cluster: RUNNING });
  });

  it('ends when nobody is found twice in a row, or when it is no longer allowed', async () => {
    await expect(waited(AWAY, AWAY, RUNNING)).rejects.toBe(AWAY);
    await expect(waited(NO, RUNNING)).rejects.toBe(NO);
  });
});
