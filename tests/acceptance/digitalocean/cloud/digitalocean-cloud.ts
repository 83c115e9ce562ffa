import { isObject } from '../../../../src/values/is-object';
import type { Json, JsonObject } from '../../../../src/values/json';
import { AsyncOperations } from '../../stand-in/async-operations';
import type { ApiDocument } from '../../stand-in/api-document';
import { Refused } from '../../stand-in/vendor';
import type { Answer, Call, IncomingCall, Refusal, Vendor } from '../../stand-in/vendor';
import document from './document.json';
import { SIZES } from './sizes';

export const TOKEN = 'dop_v1_0123456789abcdef0123456789abcdef';

interface Droplet {
  readonly id: number;
  name: string;
  size: keyof typeof SIZES;
  disk: number;
  readonly image: string;
  readonly region: string;
  status: 'new' | 'active' | 'off';
  readonly userData: string;
  readonly vpc: string;
}

interface Firewall {
  readonly id: string;
  body: JsonObject;
}

interface Volume {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  size: number;
  droplet: number | null;
}

/** DigitalOcean, as far as Helix calls it. Its README says how it behaves. */
export class DigitalOceanCloud implements Vendor {
  readonly documents = [document as unknown as ApiDocument];
  readonly operations = new AsyncOperations<true>();
  readonly droplets = new Map<number, Droplet>();
  readonly firewalls = new Map<string, Firewall>();
  readonly volumes = new Map<string, Volume>();
  /** The resources of each tag, as `droplet 1`. Tags are found in any case. */
  readonly tags = new Map<string, Set<string>>();
  #next = 1000;

  readonly handlers: Vendor['handlers'] = {
    'account.get': () => ok({ account: ACCOUNT }),
    'droplets.list': ({ query }) => {
      const tag = query.get('tag_name');
      const all = [...this.droplets.values()].filter(
        ({ id }) => tag === null || this.#tagsOf(`droplet ${id}`).includes(tag),
      );
      return this.#page('droplets', all.map(this.#dropletJson), query);
    },
    'droplets.create': (call) => this.#createDroplet(call),
    'droplets.get': ({ params }) => ok({ droplet: this.#dropletJson(this.#droplet(params)) }),
    'droplets.delete': ({ params }) => {
      const { id } = this.#droplet(params);
      this.droplets.delete(id);
      for (const resources of this.tags.values()) resources.delete(`droplet ${id}`);
      for (const volume of this.volumes.values()) if (volume.droplet === id) volume.droplet = null;
      return { status: 204 };
    },
    'droplets.act': (call) => this.#act(call),
    'actions.get': ({ params }) => this.#action(String(params['id']), 'poll'),
    'firewalls.list': ({ query }) =>
      this.#page('firewalls', [...this.firewalls.values()].map(firewallJson), query),
    'firewalls.create': ({ body }) => {
      const firewall = { id: this.#uuid(), body: this.#firewallBody(body, null) };
      this.firewalls.set(firewall.id, firewall);
      return { status: 202, body: { firewall: firewallJson(firewall) } };
    },
    'firewalls.get': ({ params }) => ok({ firewall: firewallJson(found(this.firewalls, params['id'])) }),
    'firewalls.update': ({ params, body }) => {
      const firewall = found(this.firewalls, params['id']);
      firewall.body = this.#firewallBody(body, firewall.id);
      return ok({ firewall: firewallJson(firewall) });
    },
    'firewalls.delete': ({ params }) => {
      this.firewalls.delete(found(this.firewalls, params['id']).id);
      return { status: 204 };
    },
    'tags.list': ({ query }) => this.#page('tags', [...this.tags.keys()].map(this.#tagJson), query),
    'tags.create': ({ body }) => ({
      status: 201,
      body: { tag: this.#tagJson(this.#addTag(fields(body)['name'])) },
    }),
    'tags.get': ({ params }) => ok({ tag: this.#tagJson(this.#tag(params['name'])) }),
    'tags.delete': ({ params }) => {
      this.tags.delete(this.#tag(params['name']));
      return { status: 204 };
    },
    'tags.attach': (call) => this.#retag(call, (resources, one) => resources.add(one)),
    'tags.detach': (call) => this.#retag(call, (resources, one) => resources.delete(one)),
    'volumes.list': ({ query }) => {
      const [name, region] = [query.get('name'), query.get('region')];
      const all = [...this.volumes.values()].filter(
        (one) => (name === null || one.name === name) && (region === null || one.region === region),
      );
      return this.#page('volumes', all.map(this.#volumeJson), query);
    },
    'volumes.create': ({ body }) => {
      const { name, region, size_gigabytes: size, tags } = fields(body);
      const isTaken = [...this.volumes.values()].some((one) => one.name === name && one.region === region);
      if (isTaken) throw refusal(409, 'conflict', 'a volume with this name already exists in this region');
      const volume = {
        id: this.#uuid(),
        name: name as string,
        region: region as string,
        size: size as number,
        droplet: null,
      };
      this.volumes.set(volume.id, volume);
      this.#attachTags(tags, `volume ${volume.id}`);
      return { status: 201, body: { volume: this.#volumeJson(volume) } };
    },
    'volumes.get': ({ params }) => ok({ volume: this.#volumeJson(found(this.volumes, params['id'])) }),
    'volumes.delete': ({ params }) => {
      const volume = found(this.volumes, params['id']);
      if (volume.droplet !== null) throw refusal(409, 'conflict', 'the volume is attached to a Droplet');
      this.volumes.delete(volume.id);
      for (const resources of this.tags.values()) resources.delete(`volume ${volume.id}`);
      return { status: 204 };
    },
    'volumes.act': ({ params, body }) => {
      const volume = found(this.volumes, params['id']);
      const { type, droplet_id: droplet, size_gigabytes: size } = fields(body);
      if (type === 'resize' && Number(size) < volume.size) {
        throw refusal(422, 'unprocessable_entity', 'volumes cannot be shrunk');
      }
      return this.#start('volume', type, () => {
        if (type === 'attach') volume.droplet = droplet as number;
        else if (type === 'detach') volume.droplet = null;
        else volume.size = size as number;
      });
    },
  };

  guard({ headers }: IncomingCall): Answer | null {
    return headers.get('authorization') === `Bearer ${TOKEN}`
      ? null
      : { status: 401, body: { id: 'Unauthorized', message: 'Unable to authenticate you' } };
  }

  refuse(why: Refusal): Answer {
    switch (why.kind) {
      case 'unknown':
        return NOT_FOUND;
      case 'invalid':
        return error(422, 'unprocessable_entity', why.problems.join('; '));
      case 'fault':
        return error(why.status, IDS[why.status] ?? 'server_error', `as asked: ${why.status}`);
    }
  }

  /** All that costs money or keeps a name: empty after a clean-up. Tags stay, without resources. */
  leftOver(): readonly string[] {
    return [
      ...[...this.droplets.values()].map(({ name }) => `droplet ${name}`),
      ...[...this.firewalls.values()].map(({ body }) => `firewall ${body['name'] as string}`),
      ...[...this.volumes.values()].map(({ name }) => `volume ${name}`),
      ...[...this.tags].flatMap(([name, resources]) => (resources.size > 0 ? [`tag ${name}`] : [])),
      ...[...this.tags.keys()].filter((name) => /^helix-(id|op):/.test(name)),
    ];
  }

  #createDroplet({ body, failure }: Call): Answer {
    const { name, region, size, image, tags, user_data: userData, volumes, vpc_uuid: vpc } = fields(body);
    if (failure !== null) throw refusal(422, 'unprocessable_entity', failure);
    const { [size as keyof typeof SIZES]: known } = SIZES as Readonly<
      Record<string, (typeof SIZES)[keyof typeof SIZES]>
    >;
    if (known === undefined)
      throw refusal(422, 'unprocessable_entity', 'You specified an invalid size for Droplet creation.');
    const droplet: Droplet = {
      id: (this.#next += 1),
      name: name as string,
      size: size as keyof typeof SIZES,
      disk: known.disk,
      image: image as string,
      region: region as string,
      status: 'new',
      userData: typeof userData === 'string' ? userData : '',
      vpc: typeof vpc === 'string' ? vpc : `vpc-${region as string}`,
    };
    this.droplets.set(droplet.id, droplet);
    this.#attachTags(tags, `droplet ${droplet.id}`);
    // The document lists ids alone; DigitalOcean's own client sends objects.
    for (const one of Array.isArray(volumes) ? (volumes as readonly Json[]) : []) {
      found(this.volumes, typeof one === 'string' ? one : (fields(one)['id'] as string)).droplet = droplet.id;
    }
    this.operations.start(`droplet ${droplet.id}`, () => {
      droplet.status = 'active';
      return true;
    });
    return { status: 202, body: { droplet: this.#dropletJson(droplet), links: {} } };
  }

  #act({ params, body }: Call): Answer {
    const droplet = this.#droplet(params);
    const { type, size, disk, name } = fields(body);
    if (type === 'power_off' && droplet.status === 'off') {
      throw refusal(422, 'unprocessable_entity', 'Droplet is already powered off.');
    }
    if (type === 'resize') {
      if (droplet.status !== 'off')
        throw refusal(422, 'unprocessable_entity', 'Droplet must be powered off.');
      const wanted = SIZES[size as keyof typeof SIZES];
      if (disk === true && wanted.disk < droplet.disk) {
        throw refusal(422, 'unprocessable_entity', 'This size has a smaller disk.');
      }
    }
    return this.#start('droplet', type, () => {
      if (type === 'power_off' || type === 'shutdown') droplet.status = 'off';
      if (type === 'power_on') droplet.status = 'active';
      if (type === 'rename') droplet.name = name as string;
      if (type !== 'resize') return;
      droplet.size = size as keyof typeof SIZES;
      if (disk === true) droplet.disk = SIZES[droplet.size].disk;
    });
  }

  #start(kind: string, type: Json | undefined, end: () => void): Answer {
    const id = `${(this.#next += 1)}`;
    this.#types.set(id, { kind, type: type as string });
    this.operations.start(id, () => {
      end();
      return true;
    });
    return this.#action(id, 'start');
  }

  readonly #types = new Map<string, { readonly kind: string; readonly type: string }>();

  #action(id: string, when: 'start' | 'poll'): Answer {
    const one = this.#types.get(id);
    const result = when === 'start' && this.operations.polls > 0 ? null : this.operations.read(id);
    if (one === undefined || result === undefined) throw new Refused(NOT_FOUND);
    const action = {
      id: Number(id),
      status: result === null ? 'in-progress' : 'completed',
      type: one.type,
      started_at: NOW,
      completed_at: result === null ? null : NOW,
      resource_type: one.kind,
    };
    return { status: when === 'start' ? 201 : 200, body: { action } };
  }

  #droplet(params: Call['params']): Droplet {
    const droplet = found(this.droplets, Number(params['id']));
    this.operations.read(`droplet ${droplet.id}`);
    return droplet;
  }

  readonly #dropletJson = (one: Droplet): JsonObject => {
    const { vcpus, memory, price } = SIZES[one.size];
    const last = one.id % 250;
    return {
      id: one.id,
      name: one.name,
      memory,
      vcpus,
      disk: one.disk,
      locked: one.status === 'new',
      status: one.status,
      created_at: NOW,
      features: ['private_networking'],
      image: { id: 1, slug: one.image },
      volume_ids: [...this.volumes.values()].flatMap(({ id, droplet }) => (droplet === one.id ? [id] : [])),
      size: { slug: one.size, price_hourly: price, price_monthly: price * 672 },
      size_slug: one.size,
      networks: {
        v4: [
          {
            ip_address: `203.0.113.${last}`,
            netmask: '255.255.255.0',
            gateway: '203.0.113.1',
            type: 'public',
          },
          { ip_address: `10.0.0.${last}`, netmask: '255.255.0.0', gateway: '10.0.0.1', type: 'private' },
        ],
        v6: [],
      },
      region: { slug: one.region },
      tags: this.#tagsOf(`droplet ${one.id}`),
      vpc_uuid: one.vpc,
    };
  };

  readonly #volumeJson = (one: Volume): JsonObject => ({
    id: one.id,
    name: one.name,
    size_gigabytes: one.size,
    created_at: NOW,
    region: { slug: one.region },
    droplet_ids: one.droplet === null ? [] : [one.droplet],
    tags: this.#tagsOf(`volume ${one.id}`),
  });

  #firewallBody(body: Json, id: string | null): JsonObject {
    const wanted = fields(body);
    const isTaken = [...this.firewalls.values()].some(
      (one) => one.id !== id && one.body['name'] === wanted['name'],
    );
    if (isTaken) throw refusal(409, 'conflict', 'duplicate name');
    for (const tag of (wanted['tags'] ?? []) as readonly string[]) this.#tag(tag, 422);
    if (!wanted['inbound_rules'] && !wanted['outbound_rules']) {
      throw refusal(422, 'unprocessable_entity', 'at least one rule is required');
    }
    return wanted as JsonObject;
  }

  #tag(name: string | undefined, status = 404): string {
    const known = [...this.tags.keys()].find((one) => one.toLowerCase() === name?.toLowerCase());
    if (known !== undefined) return known;
    throw status === 404
      ? new Refused(NOT_FOUND)
      : refusal(status, 'unprocessable_entity', `no tag ${name ?? ''}`);
  }

  #addTag(name: Json | undefined): string {
    const text = name as string;
    const known = [...this.tags.keys()].find((one) => one.toLowerCase() === text.toLowerCase());
    if (known === undefined) this.tags.set(text, new Set());
    return known ?? text;
  }

  #attachTags(tags: Json | undefined, resource: string): void {
    for (const tag of (tags ?? []) as readonly string[]) this.tags.get(this.#addTag(tag))?.add(resource);
  }

  #retag({ params, body }: Call, change: (resources: Set<string>, one: string) => unknown): Answer {
    const resources = found(this.tags, this.#tag(params['name']));
    for (const one of fields(body)['resources'] as readonly JsonObject[]) {
      change(resources, `${one['resource_type'] as string} ${one['resource_id'] as string}`);
    }
    return { status: 204 };
  }

  #tagsOf(resource: string): string[] {
    return [...this.tags].flatMap(([name, resources]) => (resources.has(resource) ? [name] : []));
  }

  readonly #tagJson = (name: string): JsonObject => {
    const resources = [...(this.tags.get(name) ?? [])];
    const count = (kind: string) => ({ count: resources.filter((one) => one.startsWith(`${kind} `)).length });
    return {
      name,
      resources: {
        count: resources.length,
        droplets: count('droplet'),
        volumes: count('volume'),
        images: { count: 0 },
        volume_snapshots: { count: 0 },
        databases: { count: 0 },
      },
    };
  };

  #page(kind: string, all: readonly JsonObject[], query: URLSearchParams): Answer {
    const size = Number(query.get('per_page') ?? 20);
    const at = Number(query.get('page') ?? 1);
    const rest = all.length > at * size;
    const next = new URLSearchParams([...query].filter(([name]) => name !== 'page'));
    next.set('page', `${at + 1}`);
    const pages = rest
      ? { pages: { next: `https://api.digitalocean.com/v2/${kind}?${next.toString()}` } }
      : {};
    return ok({ [kind]: all.slice((at - 1) * size, at * size), links: pages, meta: { total: all.length } });
  }

  #uuid(): string {
    return `00000000-0000-4000-8000-${`${(this.#next += 1)}`.padStart(12, '0')}`;
  }
}

const NOW = '2026-11-30T12:00:00Z';
const ACCOUNT = {
  droplet_limit: 25,
  floating_ip_limit: 5,
  email: 'someone@example.com',
  uuid: '00000000-0000-4000-8000-000000000000',
  email_verified: true,
  status: 'active',
  status_message: '',
};
const IDS: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'not_found',
  409: 'conflict',
  422: 'unprocessable_entity',
  429: 'too_many_requests',
};
const NOT_FOUND = error(404, 'not_found', 'The resource you were accessing could not be found.');

function firewallJson({ id, body }: Firewall): JsonObject {
  return { ...body, id, status: 'succeeded', created_at: NOW, pending_changes: [] };
}

function ok(body: JsonObject): Answer {
  return { status: 200, body };
}

function error(status: number, id: string, message: string): Answer {
  return { status, body: { id, message, request_id: 'request-1' } };
}

function refusal(status: number, id: string, message: string): Refused {
  return new Refused(error(status, id, message));
}

function found<Key, Value>(all: ReadonlyMap<Key, Value>, key: Key | undefined): Value {
  const one = key === undefined ? undefined : all.get(key);
  if (one === undefined) throw new Refused(NOT_FOUND);
  return one;
}

function fields(value: Json): Readonly<Record<string, Json | undefined>> {
  return isObject(value) ? value : {};
}
