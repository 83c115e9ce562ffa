import { ApiError } from './api-error';
import type { KeyRecord } from './keyring';
import { hashOf, isInForce } from './keyring';
import { assertScope } from './scopes';
import type { ScopedCall } from './scopes';
import type { World } from './world';
import { iso } from './world';

const BOOTSTRAP_ID = 'key_bootstrap';
const USE_ACCURACY_MS = 60_000;

/**
 * Returns the API key of a request, whose use is written down. Without a key of its own the emulator takes any that it
 * does not know, or none, as an admin.
 * @throws ApiError 401, 403
 */
export function authorize(
  world: World,
  given: string | null,
  ownKey: string | null,
  call: ScopedCall,
): KeyRecord {
  const now = world.clock.now();
  const key = keyOf(world, given ?? '', ownKey, now);
  if (key === ANYONE) return key;
  if (!isInForce(key, now)) {
    const why =
      key.revokedAt === null ? `expired at ${key.expiresAt ?? ''}` : `was revoked at ${key.revokedAt}`;
    throw new ApiError(401, 'unauthorized', `the API key ${key.name} ${why}`);
  }
  writeUse(world, key, now);
  assertScope(key, call);
  return key;
}

function keyOf(world: World, given: string, ownKey: string | null, now: Date): KeyRecord {
  const hash = hashOf(given);
  const known = world.store.read().keys.byHash(hash);
  if (known !== undefined) return known;
  if (ownKey === null) return ANYONE;
  if (given !== ownKey) throw new ApiError(401, 'unauthorized', 'the API key is missing or wrong');
  return {
    ...ANYONE,
    id: BOOTSTRAP_ID,
    name: 'bootstrap',
    hash,
    prefix: given.slice(0, 3),
    createdAt: iso(now),
  };
}

function writeUse(world: World, key: KeyRecord, now: Date): void {
  if (key.lastUsedAt !== null && now.getTime() - Date.parse(key.lastUsedAt) < USE_ACCURACY_MS) return;
  world.store.transact((registry) => {
    const newest = registry.keys.byId(key.id);
    const record = newest?.hash === key.hash ? newest : key;
    return { entry: { time: iso(now), apiKeys: [{ ...record, lastUsedAt: iso(now) }] }, answer: undefined };
  });
}

/** The key of everybody, where no key is required. */
const ANYONE: KeyRecord = {
  id: 'key_anyone',
  name: 'anyone',
  hash: '',
  prefix: '',
  scope: 'admin',
  createdAt: '1970-01-01T00:00:00.000Z',
  lastUsedAt: null,
  expiresAt: null,
  revokedAt: null,
  lifeMs: null,
  rotated: false,
};

/** The key of requests whose operation checks its caller itself: it may do nothing else. */
export const NOBODY: KeyRecord = { ...ANYONE, id: 'key_nobody', name: 'nobody', scope: 'nothing' };
