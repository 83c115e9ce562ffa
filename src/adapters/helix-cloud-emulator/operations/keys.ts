import type { JsonObject } from '../../../values/json';
import { ApiError, keyReused } from '../api-error';
import type { KeyRecord } from '../keyring';
import { hashOf, isInForce } from '../keyring';
import type { Registry } from '../registry';
import { requestDigest } from '../request-digest';
import type { Call, Reply, World } from '../world';
import { iso, transact } from '../world';

interface CreateKeyRequest {
  readonly name: string;
  readonly scope: string;
  readonly expires_in?: number;
}

const PREFIX_LENGTH = 8;

/** `GET /me` */
export function getMe(_world: World, { key }: Call): Reply {
  const { id, name, scope, expiresAt } = key;
  const json = {
    user_id: 'user_emulator',
    name: 'Emulator',
    key: { id, name, scope, expires_at: expiresAt },
  };
  return { status: 200, json };
}

/** `GET /keys` */
export function listKeys(world: World): Reply {
  const keys = world.store.read().keys.list(world.clock.now()).map(keyView);
  return { status: 200, json: { keys } };
}

/** `POST /keys` */
export function createKey(world: World, call: Call): Reply {
  const { name, scope, expires_in: seconds } = call.body as CreateKeyRequest;
  return issue(world, call, (registry, now) => {
    const taken = registry.keys
      .list(now)
      .some((other) => other.name === name && !other.rotated && isInForce(other, now));
    if (taken) throw new ApiError(409, 'already_exists', `there is a key called ${name} already`);
    return { name, scope, lifeMs: seconds === undefined ? null : seconds * 1000, predecessor: null };
  });
}

/** `POST /keys/{id}/rotate` */
export function rotateKey(world: World, call: Call): Reply {
  const graceMs = (call.body as { grace_seconds: number }).grace_seconds * 1000;
  return issue(world, call, (registry, now) => {
    const before = keyOf(registry, call);
    if (!isInForce(before, now)) {
      throw new ApiError(409, 'wrong_state', `the key ${before.id} is expired or revoked`);
    }
    const graceEnd = iso(now, graceMs);
    const { expiresAt, name, scope, lifeMs } = before;
    const end = expiresAt !== null && expiresAt < graceEnd ? expiresAt : graceEnd;
    return { name, scope, lifeMs, predecessor: { ...before, expiresAt: end, rotated: true } };
  });
}

/** `DELETE /keys/{id}` */
export function revokeKey(world: World, call: Call): Reply {
  return transact<Reply>(world, call, undefined, (registry) => {
    const time = iso(world.clock.now());
    const before = keyOf(registry, call);
    if (before.revokedAt !== null) return { answer: { status: 200, json: keyView(before) } };
    const revoked = { ...before, revokedAt: time };
    return { entry: { time, apiKeys: [revoked] }, answer: { status: 200, json: keyView(revoked) } };
  });
}

interface Plan {
  readonly name: string;
  readonly scope: string;
  readonly lifeMs: number | null;
  /** The rotated key, as it is from now on. */
  readonly predecessor: KeyRecord | null;
}

/** Makes a new key; for a repeated request, a new secret for the key that was made, as long as nobody has used it. */
function issue(world: World, call: Call, planOf: (registry: Registry, now: Date) => Plan): Reply {
  const idempotencyKey = call.header['idempotency-key'] ?? '';
  const requestKey = `${call.operation} ${idempotencyKey}`;
  const digest = requestDigest(idempotencyKey, { path: call.path, body: call.body });
  const secret = `hx_${Buffer.from(world.random.key(), 'base64').toString('base64url')}`;
  const id = `key_${world.random.uuid()}`;
  return transact<Reply>(world, call, undefined, (registry) => {
    const now = world.clock.now();
    const made = registry.keys.request(requestKey);
    if (made !== undefined && made.request !== digest) throw keyReused();
    const again = made === undefined ? undefined : registry.keys.byId(made.keyId);
    if (again !== undefined && (again.lastUsedAt !== null || !isInForce(again, now))) {
      throw new ApiError(409, 'already_exists', `this Idempotency-Key made the key ${again.id}`);
    }
    const predecessor = again === undefined ? null : registry.keys.byId(call.path['id'] ?? '');
    const plan = again === undefined ? planOf(registry, now) : { ...again, predecessor: predecessor ?? null };
    const record: KeyRecord = {
      id: again?.id ?? id,
      name: plan.name,
      hash: hashOf(secret),
      prefix: secret.slice(0, PREFIX_LENGTH),
      scope: plan.scope,
      createdAt: again?.createdAt ?? iso(now),
      lastUsedAt: null,
      expiresAt: plan.lifeMs === null ? null : iso(now, plan.lifeMs),
      revokedAt: null,
      lifeMs: plan.lifeMs,
      rotated: false,
    };
    const rotation =
      plan.predecessor === null ? {} : { previous_valid_until: plan.predecessor.expiresAt ?? iso(now) };
    return {
      entry: {
        time: iso(now),
        apiKeys: plan.predecessor === null ? [record] : [plan.predecessor, record],
        keyRequest: { key: requestKey, request: digest, keyId: record.id },
      },
      answer: { status: 201, json: { ...keyView(record), key: secret, ...rotation } },
    };
  });
}

function keyOf(registry: Registry, { path }: Call): KeyRecord {
  const id = path['id'] ?? '';
  const found = registry.keys.byId(id);
  if (found === undefined) throw new ApiError(404, 'not_found', `there is no key ${id}`);
  return found;
}

function keyView(record: KeyRecord): JsonObject {
  return {
    id: record.id,
    name: record.name,
    prefix: record.prefix,
    scope: record.scope,
    created_at: record.createdAt,
    last_used_at: record.lastUsedAt,
    expires_at: record.expiresAt,
    revoked_at: record.revokedAt,
  };
}
