import { createHmac, timingSafeEqual } from 'node:crypto';
import { ApiError } from '../api-error';
import type { Call } from '../world';
import type { AnonymousRecord } from './instance';
import { isExpired, isPast, KEY_LIVES_ON_MS } from './instance';

/** Returns the key that deploys, reads and deletes an instance, and pushes its images. */
export function deploymentKeyOf({ seed }: AnonymousRecord): string {
  return `hdk_${derived(seed, 'deployment')}`;
}

/** Returns the key of the API of the database. */
export function databaseKeyOf({ seed }: AnonymousRecord): string {
  return `hak_${derived(seed, 'database')}`;
}

/** Whether a key deploys to an instance, and, after its claim, still reads it. */
export function isKeyOf(instance: AnonymousRecord, key: string, now: Date): boolean {
  const { claim } = instance;
  if (claim !== null && isPast(new Date(Date.parse(claim.at) + KEY_LIVES_ON_MS).toISOString(), now))
    return false;
  const [given, wanted] = [Buffer.from(key), Buffer.from(deploymentKeyOf(instance))];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** @throws ApiError 401 unless the call carries the instance's deployment key */
export function assertDeploymentKey(instance: AnonymousRecord, call: Call, now: Date): void {
  if (isKeyOf(instance, call.header['x-deployment-key'] ?? '', now)) return;
  throw new ApiError(401, 'unauthorized', 'the deployment key is missing or wrong');
}

/** @throws ApiError 410 for an instance that has ended by its time */
export function assertLives(instance: AnonymousRecord, now: Date): void {
  if (!isExpired(instance, now)) return;
  const { id, expiresAt } = instance;
  throw new ApiError(410, 'gone', `${id} ended on ${expiresAt}`, { expires_at: expiresAt });
}

function derived(seed: string, purpose: string): string {
  return createHmac('sha256', seed).update(purpose).digest('hex').slice(0, 40);
}
