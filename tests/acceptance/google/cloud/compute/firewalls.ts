import { isIPv6 } from 'node:net';
import type { Json, JsonObject } from '../../../../../src/values/json';
import type { Call, Vendor } from '../../../stand-in/vendor';
import { refuseCompute, refuseField } from '../errors';
import type { Serial } from '../serial';
import { checkedTags } from './instance-rules';
import type { Networks } from './networks';
import type { ComputeOperations } from './operations';
import { nameIn, ROOT } from './places';
import { textAt } from '../text-at';

interface Rule {
  readonly IPProtocol?: string;
  readonly ports?: readonly string[];
}

/** The rules of the firewalls of a project. */
export class Firewalls {
  readonly firewalls = new Map<string, JsonObject>();
  readonly #serial: Serial;
  readonly #networks: Networks;
  readonly #operations: ComputeOperations;

  constructor(serial: Serial, networks: Networks, operations: ComputeOperations) {
    this.#serial = serial;
    this.#networks = networks;
    this.#operations = operations;
  }

  readonly handlers: Vendor['handlers'] = {
    'compute.firewalls.insert': (call) => ({ status: 200, body: this.#insert(call) }),
    'compute.firewalls.get': (call) => ({ status: 200, body: this.#find(call)[1] }),
    'compute.firewalls.list': () => ({
      status: 200,
      body: {
        kind: 'compute#firewallList',
        ...(this.firewalls.size === 0 ? {} : { items: [...this.firewalls.values()] }),
      },
    }),
    'compute.firewalls.patch': (call) => ({ status: 200, body: this.#write(call, this.#find(call)[1]) }),
    'compute.firewalls.update': (call) => {
      const { kind, id, creationTimestamp, selfLink, name, network } = this.#find(call)[1];
      return {
        status: 200,
        body: this.#write(call, { kind, id, creationTimestamp, selfLink, name, network } as JsonObject),
      };
    },
    'compute.firewalls.delete': (call) => {
      const [path] = this.#find(call);
      const end = () => this.firewalls.delete(path);
      const body = this.#operations.start({ type: 'delete', target: path, failure: call.failure, end });
      return { status: 200, body };
    },
  };

  #insert({ params: { project = '' }, body, failure }: Call): Json {
    const given = body as JsonObject;
    const path = `projects/${project}/global/firewalls/${textAt(given, 'name')}`;
    if (this.firewalls.has(path)) {
      refuseCompute(409, 'alreadyExists', `The resource '${path}' already exists`);
    }
    const network = this.#networks.network(nameIn(textAt(given, 'network', 'default')));
    const made = withoutEmpty({
      priority: 1000,
      direction: 'INGRESS',
      disabled: false,
      description: '',
      logConfig: { enable: false },
      ...given,
      kind: 'compute#firewall',
      id: this.#serial.id(),
      network: textAt(network, 'selfLink'),
      selfLink: ROOT + path,
      creationTimestamp: this.#serial.time(),
    });
    check(made);
    const end = () => this.firewalls.set(path, made);
    return this.#operations.start({ type: 'insert', target: path, failure, end });
  }

  #write(call: Call, before: JsonObject): Json {
    const [path] = this.#find(call);
    const given = call.body as JsonObject;
    const network = textAt(given, 'network', textAt(before, 'network'));
    if (nameIn(network) !== nameIn(textAt(before, 'network', network))) {
      refuseField('resource.network', network, 'The network of a firewall cannot be changed.');
    }
    const { network: _network, ...rest } = given;
    const patched = withoutEmpty({ ...before, ...rest });
    check(patched);
    const end = () => this.firewalls.set(path, patched);
    return this.#operations.start({ type: 'patch', target: path, failure: call.failure, end });
  }

  #find({ params: { project = '', firewall = '' } }: Call): readonly [string, JsonObject] {
    const path = `projects/${project}/global/firewalls/${firewall}`;
    const found = this.firewalls.get(path);
    return found === undefined
      ? refuseCompute(404, 'notFound', `The resource '${path}' was not found`)
      : [path, found];
  }
}

/** A list without elements says as much as none. */
function withoutEmpty(firewall: JsonObject): JsonObject {
  const kept = Object.entries(firewall).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return Object.fromEntries(kept);
}

function check(firewall: JsonObject): void {
  const {
    allowed,
    denied,
    sourceRanges = [],
    targetTags = [],
    priority,
  } = firewall as {
    readonly allowed?: readonly Rule[];
    readonly denied?: readonly Rule[];
    readonly sourceRanges?: readonly string[];
    readonly targetTags?: readonly string[];
    readonly priority?: number;
  };
  if ((allowed === undefined) === (denied === undefined)) {
    refuseField('resource', '', 'Exactly one of allowed and denied must be specified.');
  }
  const families = new Set(sourceRanges.map((range) => isIPv6(range.split('/')[0] ?? '')));
  if (families.size > 1) {
    refuseField('resource.sourceRanges', sourceRanges.join(), 'IPv4 and IPv6 ranges cannot be mixed.');
  }
  const ports = [...(allowed ?? []), ...(denied ?? [])].flatMap((rule) => rule.ports ?? []);
  const bad = ports.find((port) => !/^\d{1,5}(-\d{1,5})?$/.test(port));
  if (bad !== undefined)
    refuseField('resource.allowed[0].ports[0]', bad, 'It must be a port or a range of ports.');
  if (priority !== undefined && (priority < 0 || priority > 65_535)) {
    refuseField('resource.priority', `${priority}`, 'It must be from 0 to 65535.');
  }
  checkedTags(targetTags);
}
