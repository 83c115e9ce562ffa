import { isObject } from '../../src/values/is-object';
import type { Json } from '../../src/values/json';
import type { ListProbe, LostPart } from '../cloud';

/** Returns the list in which a part of a resource on DigitalOcean is found; null for a type that is not listed. */
export function probeOf({ type, by }: LostPart): ListProbe | null {
  switch (type) {
    case 'digitalocean_droplet':
      return 'op' in by ? listed('droplets', `tag_name=${encodeURIComponent(`helix-op:${by.op}`)}&`) : null;
    case 'digitalocean_tag':
      return 'op' in by ? listed('tags', '', `helix-op:${by.op}`) : null;
    case 'digitalocean_firewall':
      return 'name' in by ? listed('firewalls', '', by.name) : null;
    case 'digitalocean_volume':
      return 'name' in by ? listed('volumes', `name=${encodeURIComponent(by.name)}&`, by.name) : null;
    default:
      return null;
  }
}

/** A list of objects with ids; with a name, those of that name alone. */
function listed(kind: string, query: string, name: string | null = null): ListProbe {
  return {
    path: `/v2/${kind}?${query}per_page=200`,
    read: (page) => {
      const { [kind]: objects, links } = fields(page);
      const all = Array.isArray(objects) ? (objects as readonly Json[]).map(fields) : [];
      const { next } = fields(fields(links)['pages']);
      return {
        ids: all.flatMap((one) => (name === null || one['name'] === name ? idOf(one) : [])),
        next: typeof next === 'string' ? pathOf(next) : null,
      };
    },
  };
}

/** The id for an import: a number for droplets, and the name of a tag. */
function idOf({ id, name }: Readonly<Record<string, Json | undefined>>): string[] {
  const found = id ?? name;
  return typeof found === 'string' || typeof found === 'number' ? [`${found}`] : [];
}

/** The path of a page: the cloud names it with its own host. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

function fields(value: Json | undefined): Readonly<Record<string, Json | undefined>> {
  return isObject(value) ? value : {};
}
