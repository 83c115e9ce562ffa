import type { JsonObject } from '../../../../values/json';
import { ApiError, gone, invalid, keyReused } from '../../api-error';
import type { Registry, UsedKey } from '../../registry';
import { REGIONS, tryRegion } from '../../regions';
import { requestDigest } from '../../request-digest';
import type { Call, Reply, World } from '../../world';
import { iso, transact } from '../../world';
import type { AnonymousRecord, Provisioning } from '../instance';
import { commonView } from '../instance';
import { assertLives, databaseKeyOf, deploymentKeyOf } from '../keys';

interface CreateRequest {
  readonly name: string;
  readonly region?: string;
  readonly build_mode: 'dev' | 'release';
  readonly db_config: JsonObject;
}

const HOUR_MS = 60 * 60 * 1000;

/** `POST /anonymous/instances` */
export function createAnonymousInstance(world: World, call: Call): Reply {
  const request = call.body as CreateRequest;
  const region = regionFor(request);
  const key = call.header['idempotency-key'] ?? '';
  const digest = requestDigest(key, { body: call.body });
  const id = `anon-${world.random.uuid().replaceAll('-', '').slice(-12)}`;
  let provisioning: Provisioning | undefined;
  return transact<Reply>(world, call, id, (registry) => {
    const now = world.clock.now();
    const used = registry.usedKey('createAnonymousInstance', key);
    if (used !== undefined) return { answer: repeated(registry, call, used, digest, now) };
    if (call.query['existing'] === true) {
      throw new ApiError(404, 'not_found', 'this Idempotency-Key has created no instance');
    }
    assertMayCreate(world, registry, call.peer, now);
    provisioning ??= provisioningOf(world, now);
    const incarnation = `inc_${world.random.uuid()}`;
    const instance: AnonymousRecord = {
      id,
      incarnation,
      name: request.name,
      seed: world.random.key(),
      peer: call.peer,
      region: region.id,
      size: region.sizes.find((size) => size.default)?.id ?? '',
      buildMode: request.build_mode,
      dbConfig: request.db_config,
      provisioning,
      deployment: null,
      image: null,
      claim: null,
      createdAt: iso(now),
      updatedAt: iso(now),
      expiresAt: iso(now, world.anonymous.lifeMs),
      deletedAt: null,
    };
    return {
      entry: {
        time: iso(now),
        instance,
        key: { key, operation: 'createAnonymousInstance', request: digest, clusterId: id, incarnation },
        lines: [{ time: iso(now), level: 'info', message: `provisioning in ${region.id}` }],
      },
      answer: { status: 201, json: createdView(instance, call, now) },
    };
  });
}

function regionFor({ region }: CreateRequest): (typeof REGIONS)[number] {
  const found = region === undefined ? REGIONS.find((one) => one.default) : tryRegion(region);
  if (found === undefined) throw invalid([{ path: '/region', message: `unknown region "${region ?? ''}"` }]);
  return found;
}

function repeated(registry: Registry, call: Call, used: UsedKey, digest: string, now: Date): Reply {
  if (used.request !== digest) throw keyReused();
  const instance = registry.instances.find(used.clusterId, now);
  if (instance === undefined) throw gone(used.clusterId, used.incarnation);
  assertLives(instance, now);
  return { status: 200, json: createdView(instance, call, now) };
}

function createdView(instance: AnonymousRecord, { origin }: Call, now: Date): JsonObject {
  return {
    ...commonView(instance, origin, now),
    deployment_key: deploymentKeyOf(instance),
    api_key: databaseKeyOf(instance),
  };
}

function assertMayCreate(world: World, registry: Registry, peer: string, now: Date): void {
  if (registry.instances.countSince(peer, now.getTime() - HOUR_MS) < world.anonymous.perHour) return;
  const headers = { 'retry-after': String(HOUR_MS / 1000) };
  throw new ApiError(429, 'rate_limited', 'too many instances were created from here', undefined, headers);
}

function provisioningOf({ faults, timings }: World, now: Date): Provisioning {
  if (faults.take('stuck-provisioning', 'createAnonymousInstance') !== undefined) {
    return { endsAt: null, failure: null };
  }
  const failure = faults.take('failed-provisioning', 'createAnonymousInstance');
  return { endsAt: iso(now, timings.provisionMs), failure: failure?.reason ?? null };
}
