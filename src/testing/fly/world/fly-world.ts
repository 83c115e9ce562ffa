import type { Clock } from '../../../ports/clock';
import { notFound, Refused } from '../refused';
import { Machines } from './machines';
import type { Address, AddressType, StoredApp } from './stored';
import type { Timings } from './timings';
import { Volumes } from './volumes';

/** The apps of all customers, and what happens to them. Each method is one call, done as a whole. */
export class FlyWorld {
  readonly machines: Machines;
  readonly volumes: Volumes;
  /** The images whose processes end again and again. */
  readonly crashing = new Set<string>();
  /** The images whose processes run, but answer no check. */
  readonly silent = new Set<string>();
  readonly #apps = new Map<string, StoredApp>();
  readonly #clock: Clock;
  readonly #timings: Timings;
  #ids = 0;

  constructor(clock: Clock, timings: Timings) {
    this.#clock = clock;
    this.#timings = timings;
    const nextId = () => this.#nextId();
    const hasApp = (name: string, org: string) => this.apps.get(name)?.org === org;
    this.machines = new Machines({ clock, timings, nextId, bad: this, hasApp });
    this.volumes = new Volumes({ clock, nextId, machines: this.machines });
  }

  get now(): number {
    return this.#clock.monotonicMs();
  }

  /** The apps that are not gone, by name. */
  get apps(): ReadonlyMap<string, StoredApp> {
    for (const [name, { goneAt }] of this.#apps) {
      if (goneAt !== null && goneAt <= this.now) this.#apps.delete(name);
    }
    return this.#apps;
  }

  createApp(name: string, org: string): StoredApp {
    if (this.apps.has(name)) {
      throw new Refused(422, 'Validation failed: Name has already been taken', 'name_taken');
    }
    const app = { name, org, goneAt: null, addresses: [], secrets: [], volumes: [], machines: [], log: [] };
    this.#apps.set(name, app);
    return app;
  }

  /** Takes all that is in it along. */
  deleteApp(app: StoredApp): void {
    for (const machine of this.machines.living(app)) this.machines.destroy(app, machine, true);
    app.goneAt ??= this.now + this.#timings.deleteAppMs;
  }

  assign(app: StoredApp, type: AddressType): Address {
    const isOne = type === 'shared_v4' || type === 'private_v6';
    const known = isOne ? app.addresses.find((one) => one.type === type) : undefined;
    if (known !== undefined) return known;
    const id = this.#nextId();
    const ip = {
      v4: `203.0.113.${id % 256}`,
      shared_v4: '66.241.124.1',
      v6: `2a09:8280:1::${id.toString(16)}`,
      private_v6: `fdaa:0:1:0:1::${id.toString(16)}`,
    }[type];
    const address = { type, ip };
    app.addresses.push(address);
    return address;
  }

  release(app: StoredApp, ip: string): void {
    const at = app.addresses.findIndex((address) => address.ip === ip);
    if (at < 0) throw notFound('ip address');
    app.addresses.splice(at, 1);
  }

  /** Sets the secrets that are named, and removes those that are null. Returns the version. */
  setSecrets(app: StoredApp, changes: Readonly<Record<string, string | null>>): number {
    const before = app.secrets.at(-1) ?? { version: 0, values: {} };
    const entries = Object.entries({ ...before.values, ...changes });
    const values = Object.fromEntries(
      entries.filter((entry): entry is [string, string] => entry[1] !== null),
    );
    const version = before.version + 1;
    app.secrets.push({ version, at: this.now, values });
    return version;
  }

  /** Whether an app can be reached from there: an address alone does not suffice, nor does a service alone. */
  isReachable(app: StoredApp, from: 'internet' | 'organization'): boolean {
    const isServed = this.machines
      .living(app)
      .some(
        (machine) =>
          this.machines.stateOf(machine) === 'started' && (machine.config.services ?? []).length > 0,
      );
    const types = from === 'internet' ? ['v4', 'shared_v4', 'v6'] : ['private_v6'];
    return isServed && app.addresses.some(({ type }) => types.includes(type));
  }

  #nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }
}
