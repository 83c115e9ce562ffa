import type { Hono } from 'hono';
import type { ApiError } from './api-error';
import { invalid } from './api-error';
import { authorize } from './authorize';
import { parseFaultRules } from './faults';
import { jsonResponse } from './responses';
import type { World } from './world';

/** Switches and counters over HTTP, for tests of other programs. No part of the Helix Cloud API. */
export function faultControls(app: Hono, world: World, options: { readonly apiKey: string | null }): void {
  const { faults } = world;
  app.use('/_emulator/*', async (context, next) => {
    authorize(world, context.req.header('x-api-key') ?? null, options.apiKey, {
      name: context.req.path,
      requiredScope: context.req.method === 'GET' ? 'read' : 'admin',
      clusterId: undefined,
      keyId: undefined,
    });
    await next();
  });
  app.get('/_emulator/faults', () => jsonResponse(200, { seed: faults.seed, rules: faults.rules }, {}));
  app.put('/_emulator/faults', async (context) => {
    const body: unknown = await context.req.json().catch(() => undefined);
    if (typeof body !== 'object' || body === null || Array.isArray(body)) throw notJson();
    const { seed = faults.seed, rules = [] } = body as { seed?: unknown; rules?: unknown };
    const parsed = parseFaultRules(rules);
    if (typeof parsed === 'string') throw invalid([{ path: '/rules', message: parsed }]);
    if (typeof seed !== 'number') throw invalid([{ path: '/seed', message: 'must be a number' }]);
    faults.rules = [...parsed];
    faults.seed = seed;
    return jsonResponse(200, { seed: faults.seed, rules: faults.rules }, {});
  });
  app.get('/_emulator/calls', () => jsonResponse(200, world.counter.calls(), {}));
}

function notJson(): ApiError {
  return invalid([{ path: '', message: 'the body is not a JSON object' }]);
}
