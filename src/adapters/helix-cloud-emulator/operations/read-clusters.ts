import { invalid } from '../api-error';
import { clusterOf } from '../caller';
import { clusterView } from '../cluster';
import type { OwnerFilter } from '../registry';
import { REGIONS } from '../regions';
import { clusterOfScope } from '../scopes';
import type { Call, Reply, World } from '../world';

/** `GET /clusters/{id}/status` */
export function getClusterStatus(world: World, call: Call): Reply {
  return { status: 200, json: clusterView(clusterOf(world.store.read(), call, world.clock.now())) };
}

/** `GET /clusters`: a cursor is the number of the last cluster of the page before. */
export function listClusters(world: World, call: Call): Reply {
  const { limit = 100, cursor, ...filter } = call.query as { limit?: number; cursor?: string } & OwnerFilter;
  const after = cursor === undefined ? 0 : decoded(cursor);
  const only = clusterOfScope(call.key.scope);
  const registry = world.store.read();
  const found =
    only === null
      ? registry.page(filter, after, limit + 1, world.clock.now())
      : registry.page(filter, after, Infinity, world.clock.now()).filter(({ id }) => id === only);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const next = found.length > limit && last !== undefined ? encoded(last.seq) : null;
  return { status: 200, json: { clusters: page.map(clusterView), next_cursor: next } };
}

/** `GET /regions` */
export function listRegions(): Reply {
  const regions = REGIONS.map((region) => ({ ...region, sizes: region.sizes.map((size) => ({ ...size })) }));
  return { status: 200, json: { price_basis: 'sample', regions } };
}

function encoded(seq: number): string {
  return Buffer.from(`after ${seq}`).toString('base64url');
}

function decoded(cursor: string): number {
  const match = /^after (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (match?.[1] === undefined) throw invalid([{ path: 'cursor', message: 'is not a next_cursor' }]);
  return Number(match[1]);
}
