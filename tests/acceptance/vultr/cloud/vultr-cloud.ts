import { isObject } from '../../../../src/values/is-object';
import type { Json, JsonObject } from '../../../../src/values/json';
import type { ApiDocument } from '../../stand-in/api-document';
import { Refused } from '../../stand-in/vendor';
import type { Answer, IncomingCall, Refusal, Vendor } from '../../stand-in/vendor';
import document from './document.json';

export const KEY = 'VULTRKEY0123456789ABCDEF0123456789AB';

type Fields = Readonly<Record<string, Json | undefined>>;
interface Thing {
  readonly id: string;
  fields: Fields;
}
interface Group extends Thing {
  readonly rules: Map<string, JsonObject>;
  next: number;
}

/** Vultr, as far as Helix calls it. Its README says how it behaves. */
export class VultrCloud implements Vendor {
  readonly documents = [document as unknown as ApiDocument];
  readonly instances = new Map<string, Thing>();
  readonly groups = new Map<string, Group>();
  readonly blocks = new Map<string, Thing>();
  /** The ids of instances that are powered off. */
  readonly stopped = new Set<string>();
  #next = 0;

  readonly handlers: Vendor['handlers'] = {
    'account.get': () =>
      ok({ account: { name: 'Ada', email: 'ada@example.com', acls: ['manage_users'], balance: 0 } }),
    'instances.list': ({ query }) => {
      const tag = query.get('tag');
      const all = [...this.instances.values()].filter(
        ({ fields: { tags } }) => tag === null || (tags as string[]).includes(tag),
      );
      return this.#list('instances', all.map(this.#instanceJson), query);
    },
    'instances.create': ({ body, failure }) => {
      if (failure !== null) throw refusal(400, failure);
      const wanted = fields(body);
      const group = wanted['firewall_group_id'];
      if (typeof group === 'string') find(this.groups, group, 'firewall group');
      const one = { id: this.#uuid(), fields: { tags: [], ...wanted } };
      this.instances.set(one.id, one);
      return {
        status: 202,
        body: { instance: { ...this.#instanceJson(one), default_password: 'a-p4ssw0rd' } },
      };
    },
    'instances.get': ({ params }) => ok({ instance: this.#instanceJson(this.#instance(params['id'])) }),
    'instances.update': ({ params, body }) => {
      const one = this.#instance(params['id']);
      // The provider sends all keys, and null for what stays.
      const changed = Object.entries(fields(body)).filter(([, value]) => value !== null);
      one.fields = { ...one.fields, ...Object.fromEntries(changed) };
      return { status: 202, body: { instance: this.#instanceJson(one) } };
    },
    'instances.delete': ({ params }) => {
      const { id } = this.#instance(params['id']);
      this.instances.delete(id);
      for (const block of this.blocks.values()) {
        if (block.fields['instance'] === id) block.fields = { ...block.fields, instance: '' };
      }
      return { status: 204 };
    },
    'instances.start': ({ params }) => this.#switch(params['id'], 'running'),
    'instances.halt': ({ params }) => this.#switch(params['id'], 'stopped'),
    'instances.reboot': ({ params }) => this.#switch(params['id'], 'running'),
    'instances.backups': () => ok({ backup_schedule: { enabled: false, type: '', hour: 0, dow: 0, dom: 0 } }),
    'instances.vpcs': () => ok({ vpcs: [], meta: meta(0) }),
    'instances.vpc2': () => ok({ vpcs: [], meta: meta(0) }),
    'firewalls.list': ({ query }) =>
      this.#list('firewall_groups', [...this.groups.values()].map(groupJson), query),
    'firewalls.create': ({ body }) => {
      const group = { id: this.#uuid(), fields: fields(body), rules: new Map<string, JsonObject>(), next: 0 };
      this.groups.set(group.id, group);
      return { status: 201, body: { firewall_group: groupJson(group) } };
    },
    'firewalls.get': ({ params }) => ok({ firewall_group: groupJson(this.#group(params['id'])) }),
    'firewalls.update': ({ params, body }) => {
      this.#group(params['id']).fields = fields(body);
      return { status: 204 };
    },
    'firewalls.delete': ({ params }) => {
      const { id } = this.#group(params['id']);
      const isUsed = [...this.instances.values()].some((one) => one.fields['firewall_group_id'] === id);
      if (isUsed) throw refusal(400, 'Firewall group is in use by a server.');
      this.groups.delete(id);
      return { status: 204 };
    },
    'rules.create': ({ params, body }) => {
      const group = this.#group(params['id']);
      const wanted = JSON.stringify(body);
      if (
        [...group.rules.values()].some(({ id: _, action: __, ...rule }) => JSON.stringify(rule) === wanted)
      ) {
        throw refusal(400, 'This rule is already defined');
      }
      const id = (group.next += 1);
      const rule = { id, action: 'accept', ...(body as JsonObject) };
      group.rules.set(`${id}`, rule);
      return { status: 201, body: { firewall_rule: rule } };
    },
    'rules.get': ({ params }) =>
      ok({ firewall_rule: find(this.#group(params['id']).rules, params['rule'], 'rule') }),
    'rules.delete': ({ params }) => {
      const { rules } = this.#group(params['id']);
      find(rules, params['rule'], 'rule');
      rules.delete(params['rule'] ?? '');
      return { status: 204 };
    },
    'blocks.list': ({ query }) => this.#list('blocks', [...this.blocks.values()].map(blockJson), query),
    'blocks.create': ({ body }) => {
      const block = { id: this.#uuid(), fields: { instance: '', ...fields(body) } };
      this.blocks.set(block.id, block);
      return { status: 202, body: { block: blockJson(block) } };
    },
    'blocks.get': ({ params }) => ok({ block: blockJson(this.#block(params['id'])) }),
    'blocks.update': ({ params, body }) => {
      const block = this.#block(params['id']);
      const { size_gb: size = null } = fields(body);
      if (size !== null && Number(size) < Number(block.fields['size_gb'])) {
        throw refusal(400, 'Block storage cannot be made smaller.');
      }
      block.fields = { ...block.fields, ...fields(body) };
      return { status: 204 };
    },
    'blocks.delete': ({ params }) => {
      const block = this.#block(params['id']);
      this.blocks.delete(block.id);
      return { status: 204 };
    },
    'blocks.attach': ({ params, body }) => {
      const { instance_id: id } = fields(body);
      const block = this.#block(params['id']);
      block.fields = { ...block.fields, instance: this.#instance(id as string).id };
      return { status: 204 };
    },
    'blocks.detach': ({ params }) => {
      const block = this.#block(params['id']);
      block.fields = { ...block.fields, instance: '' };
      return { status: 204 };
    },
  };

  guard({ headers }: IncomingCall): Answer | null {
    return headers.get('authorization') === `Bearer ${KEY}` ? null : error(401, 'Invalid API token.');
  }

  refuse(why: Refusal): Answer {
    switch (why.kind) {
      case 'unknown':
        return error(404, 'Not found.');
      case 'invalid':
        return error(400, why.problems.join('; '));
      case 'fault':
        return error(why.status, `as asked: ${why.status}`);
    }
  }

  /** All that costs money or keeps a place: empty after a clean-up. */
  leftOver(): readonly string[] {
    return [
      ...[...this.instances.values()].map(({ fields: { label } }) => `instance ${label as string}`),
      ...[...this.groups.values()].map(({ fields: { description } }) => `group ${description as string}`),
      ...[...this.blocks.values()].map(({ fields: { label } }) => `block ${label as string}`),
    ];
  }

  readonly #instanceJson = ({ id, fields: wanted }: Thing): JsonObject => ({
    id,
    os: 'Ubuntu 24.04 LTS x64',
    os_id: wanted['os_id'] ?? 0,
    app_id: 0,
    image_id: '',
    snapshot_id: '',
    ram: 1024,
    disk: 25,
    vcpu_count: 1,
    main_ip: `203.0.113.${Number(id.slice(-3))}`,
    internal_ip: '',
    region: wanted['region'] ?? '',
    plan: wanted['plan'] ?? '',
    status: 'active',
    power_status: this.stopped.has(id) ? 'stopped' : 'running',
    server_status: 'ok',
    label: wanted['label'] ?? '',
    hostname: 'vultr',
    tags: wanted['tags'] ?? [],
    firewall_group_id: wanted['firewall_group_id'] ?? '',
    features: [],
    v6_main_ip: '',
    v6_network: '',
    v6_network_size: 0,
    user_scheme: 'root',
    date_created: NOW,
    kvm: `https://console.example/${id}`,
  });

  #list(key: string, all: readonly JsonObject[], query: URLSearchParams): Answer {
    const size = Number(query.get('per_page') ?? 100);
    const from = Number(query.get('cursor') ?? 0);
    const next = from + size < all.length ? `${from + size}` : '';
    return ok({ [key]: all.slice(from, from + size), meta: meta(all.length, next) });
  }

  #switch(id: string | undefined, to: 'running' | 'stopped'): Answer {
    const one = this.#instance(id);
    if (to === 'stopped') this.stopped.add(one.id);
    else this.stopped.delete(one.id);
    return { status: 204 };
  }

  #instance(id: string | undefined): Thing {
    return find(this.instances, id, 'instance');
  }

  #group(id: string | undefined): Group {
    return find(this.groups, id, 'firewall group');
  }

  #block(id: string | undefined): Thing {
    return find(this.blocks, id, 'block');
  }

  #uuid(): string {
    return `00000000-0000-4000-8000-${`${(this.#next += 1)}`.padStart(12, '0')}`;
  }
}

const NOW = '2026-11-30T12:00:00+00:00';

function groupJson({ id, fields: { description }, rules }: Group): JsonObject {
  return {
    id,
    description: description ?? '',
    date_created: NOW,
    date_modified: NOW,
    rule_count: rules.size,
    instance_count: 0,
    max_rule_count: 50,
  };
}

function blockJson({
  id,
  fields: { label, region, size_gb: size, block_type: type, instance },
}: Thing): JsonObject {
  return {
    id,
    label: label ?? '',
    region: region ?? '',
    size_gb: size ?? 0,
    block_type: type ?? 'high_perf',
    attached_to_instance: instance ?? '',
    attached_to_instance_ip: '',
    attached_to_instance_label: '',
    mount_id: `ewr-${id.slice(-6)}`,
    status: 'active',
    cost: 1,
    pending_charges: 0,
    date_created: NOW,
    bootable: false,
    os_id: 0,
    snapshot_id: '',
  };
}

function meta(total: number, next = ''): JsonObject {
  return { total, links: { next, prev: '' } };
}

function ok(body: JsonObject): Answer {
  return { status: 200, body };
}

function error(status: number, message: string): Answer {
  return { status, body: { error: message, status } };
}

function refusal(status: number, message: string): Refused {
  return new Refused(error(status, message));
}

function find<Value>(all: ReadonlyMap<string, Value>, id: string | undefined, what: string): Value {
  const one = id === undefined ? undefined : all.get(id);
  if (one === undefined) throw refusal(404, `${what} not found`);
  return one;
}

function fields(value: Json): Fields {
  return isObject(value) ? value : {};
}
