import type { JsonObject } from '../../../../../src/values/json';
import { refuseCompute } from '../errors';
import type { Serial } from '../serial';
import type { AccessConfig, NetworkInterface } from './instance';
import { nameIn, REGIONS, regionOf, ROOT } from './places';
import { textAt } from '../text-at';

interface GivenInterface {
  readonly network?: string;
  readonly subnetwork?: string;
  readonly networkIP?: string;
  readonly accessConfigs?: readonly GivenAccess[];
}

export interface GivenAccess {
  readonly name?: string;
  readonly natIP?: string;
  readonly networkTier?: string;
}

/** The networks of a project: the default one with a subnet in each region, and what a test adds. */
export class Networks {
  /** The names of the networks; a project of a strict organisation has none. */
  readonly names = new Set(['default']);
  /** Subnets by region and name, each with its network. */
  readonly subnetworks = new Map(Object.keys(REGIONS).map((region) => [`${region}/default`, 'default']));
  /** Every machine has this public address: one that can be asked. Addresses of nobody while it is null. */
  publicAddress: string | null = null;
  readonly #project: string;
  readonly #serial: Serial;

  constructor(project: string, serial: Serial) {
    this.#project = project;
    this.#serial = serial;
  }

  network(name: string): JsonObject {
    if (!this.names.has(name)) this.#refuse(`global/networks/${name}`);
    return {
      kind: 'compute#network',
      name,
      selfLink: `${ROOT}projects/${this.#project}/global/networks/${name}`,
      autoCreateSubnetworks: name === 'default',
      mtu: 1460,
    };
  }

  subnetwork(region: string, name: string): JsonObject {
    const network = this.subnetworks.get(`${region}/${name}`);
    if (network === undefined) return this.#refuse(`regions/${region}/subnetworks/${name}`);
    return {
      kind: 'compute#subnetwork',
      name,
      network: `${ROOT}projects/${this.#project}/global/networks/${network}`,
      region: `${ROOT}projects/${this.#project}/regions/${region}`,
      selfLink: `${ROOT}projects/${this.#project}/regions/${region}/subnetworks/${name}`,
      ipCidrRange: '10.128.0.0/20',
      gatewayAddress: '10.128.0.1',
      privateIpGoogleAccess: false,
      purpose: 'PRIVATE',
      stackType: 'IPV4_ONLY',
    };
  }

  /** Returns the interface of a new machine. */
  interface(given: GivenInterface | undefined, zone: string): NetworkInterface {
    const region = regionOf(zone);
    const named = given?.subnetwork === undefined ? null : nameIn(given.subnetwork);
    if (named === null) this.network(nameIn(given?.network ?? 'default'));
    const subnetwork = this.subnetwork(region, named ?? nameIn(given?.network ?? 'default'));
    const access = given?.accessConfigs?.[0];
    return {
      kind: 'compute#networkInterface',
      name: 'nic0',
      network: textAt(subnetwork, 'network'),
      subnetwork: textAt(subnetwork, 'selfLink'),
      networkIP:
        given?.networkIP ?? `10.128.${this.#serial.number() % 256}.${2 + (this.#serial.number() % 250)}`,
      stackType: 'IPV4_ONLY',
      fingerprint: this.#serial.fingerprint(),
      ...(access === undefined ? {} : { accessConfigs: [this.access(access)] }),
    };
  }

  access({ name = 'External NAT', natIP, networkTier = 'PREMIUM' }: GivenAccess): AccessConfig {
    const isReserved = natIP !== undefined && natIP !== '';
    return {
      kind: 'compute#accessConfig',
      type: 'ONE_TO_ONE_NAT',
      name: name === '' ? 'External NAT' : name,
      natIP: isReserved ? natIP : this.freshAddress(),
      networkTier,
      isReserved,
    };
  }

  /** An address that no machine had before. */
  freshAddress(): string {
    const number = this.#serial.number();
    return this.publicAddress ?? `198.18.${Math.floor(number / 250) % 256}.${1 + (number % 250)}`;
  }

  #refuse(path: string): never {
    return refuseCompute(404, 'notFound', `The resource 'projects/${this.#project}/${path}' was not found`);
  }
}
