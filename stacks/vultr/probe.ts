import { isObject } from '../../src/values/is-object';
import type { Json } from '../../src/values/json';
import type { ListProbe, LostPart } from '../cloud';

/** Returns the list in which a part of a resource on Vultr is found; null for a type that is not listed. */
export function probeOf({ type, by }: LostPart): ListProbe | null {
  switch (type) {
    case 'vultr_instance':
      return 'op' in by
        ? listed('instances', `/v2/instances?tag=${encodeURIComponent(`helix-op-${by.op}`)}&`)
        : null;
    case 'vultr_firewall_group':
      return 'name' in by ? listed('firewall_groups', '/v2/firewalls?', ['description', by.name]) : null;
    case 'vultr_block_storage':
      return 'name' in by ? listed('blocks', '/v2/blocks?', ['label', by.name]) : null;
    default:
      return null;
  }
}

/** A list of objects with ids, all of them or those with one value. */
function listed(key: string, path: string, [name, value]: readonly [string?, string?] = []): ListProbe {
  const pages = `${path}per_page=500`;
  return {
    path: pages,
    read: (page) => {
      const { [key]: objects, meta } = fields(page);
      const all = Array.isArray(objects) ? (objects as readonly Json[]).map(fields) : [];
      const { next } = fields(fields(meta)['links']);
      return {
        ids: all.flatMap((one) => {
          const { id } = one;
          return typeof id === 'string' && (name === undefined || one[name] === value) ? [id] : [];
        }),
        next: typeof next === 'string' && next !== '' ? `${pages}&cursor=${encodeURIComponent(next)}` : null,
      };
    },
  };
}

function fields(value: Json | undefined): Readonly<Record<string, Json | undefined>> {
  return isObject(value) ? value : {};
}
