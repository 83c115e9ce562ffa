import type { ResourceRecord } from '../../../state/state';
import { encodeFlyApp, encodeFlyRepository } from '../../../resources/fly-app';
import type { FlyAppInputs } from '../../../resources/fly-app';
import { FlyStandIn } from '../../../testing/fly/fly-stand-in';
import type { FlyStandInOptions } from '../../../testing/fly/fly-stand-in';
import { TOKEN } from '../../../testing/fly/tokens';
import { PassingClock } from '../../../testing/passing-clock';
import type { Random } from '../../../ports/random';
import { digestOf } from '../../../values/digest';
import type { JsonObject } from '../../../values/json';
import { FlyApi } from '../api/fly-api';
import { FlyEngine } from '../engine';

/** A cloud of its own for one test, and the engines of projects on it. Waits take no time. */
export function flyCloud(options: Partial<FlyStandInOptions> = {}) {
  const clock = new PassingClock();
  const fly = new FlyStandIn({ clock, ...options });
  const random: Random = { uuid: () => '00000000-0000-4000-8000-000000000000', key: () => 'key' };
  const engine = (lineage = 'lineage-1', token = TOKEN) =>
    new FlyEngine({
      openApi: () =>
        Promise.resolve(
          new FlyApi({
            endpoint: 'http://fly.test',
            token,
            fetch: fly.fetch,
            clock,
            random,
            onLog: () => undefined,
          }),
        ),
      clock,
      project: 'shop',
      workspace: 'default',
      lineage: () => lineage,
      state: () => null,
      sources: { variable: (name) => `value of ${name}`, secretByFingerprint: () => 'planted' },
    });
  return { fly, clock, engine };
}

export const INPUTS: FlyAppInputs = {
  type: 'fly-app',
  app: 'helix-shop-web',
  org: 'personal',
  vmSize: 'shared-cpu-4x',
  volume: 'shop_data:/data',
  volumeInitialSizeGb: 20,
  private: false,
  auth: 'ApiKey',
  region: 'fra',
  image: `ghcr.io/acme/shop@sha256:${'1'.repeat(64)}`,
  isBuilt: false,
  port: 8080,
  envVars: { LOG_LEVEL: 'literal:info', TOKEN: 'env:SHOP_TOKEN' },
  health: { path: null, intervalSeconds: 15, timeoutSeconds: 10, graceSeconds: 30 },
};

/** The record of what runs in an app. */
export function instanceRecord(
  changes: Partial<FlyAppInputs> = {},
  outputs: JsonObject = {},
): ResourceRecord {
  return recordOf('instance', encodeFlyApp({ ...INPUTS, ...changes }), outputs);
}

/** The record of the app itself. */
export function appRecord(outputs: JsonObject = {}): ResourceRecord {
  const { app: name, org, auth } = INPUTS;
  return recordOf(
    'registry_repo',
    encodeFlyRepository({ name, org, registry: 'registry.fly.io', auth }),
    outputs,
  );
}

function recordOf(
  kind: 'instance' | 'registry_repo',
  inputs: JsonObject,
  outputs: JsonObject,
): ResourceRecord {
  return {
    address: `${kind}.web`,
    kind,
    name: 'web',
    engine: 'fly',
    provider: 'fly',
    region: null,
    inputs,
    inputsDigest: digestOf(inputs),
    outputs,
    dependsOn: [],
    protect: false,
    ttlSeconds: null,
    createdAt: '2026-11-20T10:00:00.000Z',
    renewedAt: null,
    renewedForSeconds: null,
    expiresAt: null,
    status: 'ready',
    applied: { by: 'ada', at: '2026-11-20T10:00:00.000Z', commit: null, planDigest: null },
  };
}
