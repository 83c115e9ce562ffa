import type { KeyInfo, KeyService } from '../../ports/keys';
import { fetchFrom } from '../http/node-fetch';
import { HelixCloudClient } from './api/client';
import type { CloudDeps } from './connect';
import type { components } from './generated/api';

type KeyAnswer = components['schemas']['Key'];

/** Returns the calls about API keys, made with one of them. */
export function connectKeys(
  deps: Omit<CloudDeps, 'credentials'>,
  endpoint: string,
  apiKey: string,
  keySource: string | null,
): KeyService {
  const { clock, random, onRequest } = deps;
  const fetch = fetchFrom(deps.host.environment);
  const { keys } = new HelixCloudClient({
    endpoint,
    clock,
    random,
    apiKey,
    keySource,
    fetch,
    onLog: onRequest,
  });
  return {
    readMe: async () => {
      const { user_id: userId, name, key } = await keys.readMe();
      const { id, scope, expires_at: expiresAt } = key;
      return { userId, name, key: { id, name: key.name, scope, expiresAt } };
    },
    list: async () => (await keys.list()).map(infoOf),
    create: async ({ name, scope, lifeSeconds }, idempotencyKey) => {
      const life = lifeSeconds === null ? {} : { expires_in: lifeSeconds };
      const made = await keys.create({ name, scope, ...life }, idempotencyKey);
      return { ...infoOf(made), key: made.key };
    },
    rotate: async (id, graceSeconds, idempotencyKey) => {
      const made = await keys.rotate(id, graceSeconds, idempotencyKey);
      return { ...infoOf(made), key: made.key, previousValidUntil: made.previous_valid_until };
    },
    revoke: async (id) => infoOf(await keys.revoke(id)),
  };
}

function infoOf(answer: KeyAnswer): KeyInfo {
  return {
    id: answer.id,
    name: answer.name,
    prefix: answer.prefix,
    scope: answer.scope,
    createdAt: answer.created_at,
    lastUsedAt: answer.last_used_at,
    expiresAt: answer.expires_at,
    revokedAt: answer.revoked_at,
  };
}
