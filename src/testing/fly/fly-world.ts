import { createHash } from 'node:crypto';
import type { Clock } from '../../ports/clock';
import type { components } from '../../adapters/fly/generated/api';
import { instanceId, stateAt } from './answers';
import type { Address, MachineConfig, StoredApp, StoredMachine, StoredVolume } from './app-parts';
import { notFound, Refused } from './refused';

type Schemas = components['schemas'];

/** How long what passes by itself takes, in milliseconds. */
export interface Timings {
  readonly startMs: number;
  readonly stopMs: number;
  readonly destroyMs: number;
}

export const USUAL_TIMINGS: Timings = { startMs: 2000, stopMs: 1000, destroyMs: 500 };

/** The apps of all customers, and what happens to them. Each method is one call, done as a whole. */
export class FlyWorld {
  readonly apps = new Map<string, StoredApp>();
  /** The images whose processes end again and again. */
  readonly crashing = new Set<string>();
  readonly #clock: Clock;
  readonly #timings: Timings;
  #ids = 0;

  constructor(clock: Clock, timings: Timings) {
    this.#clock = clock;
    this.#timings = timings;
  }

  get now(): number {
    return this.#clock.monotonicMs();
  }

  createApp(name: string, org: string): StoredApp {
    if (this.apps.has(name))
      throw new Refused(422, 'Validation failed: Name has already been taken', 'name_taken');
    const app = {
      name,
      org,
      addresses: [],
      secrets: new Map<string, string>(),
      secretsVersion: 0,
      volumes: [],
      machines: [],
      log: [],
    };
    this.apps.set(name, app);
    return app;
  }

  /** Takes all that is in it along. */
  deleteApp(app: StoredApp): void {
    this.apps.delete(app.name);
  }

  assign(app: StoredApp, type: Address['type']): Address {
    if (type !== 'v4' && type !== 'v6') {
      const shared = app.addresses.find((one) => one.type === type);
      if (shared !== undefined) return shared;
    }
    const id = this.#nextId();
    const ip = {
      v4: `203.0.113.${id}`,
      shared_v4: '66.241.124.1',
      v6: `2a09:8280:1::${id}`,
      private_v6: `fdaa:0:1:0:1::${id}`,
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

  setSecrets(app: StoredApp, values: Readonly<Record<string, string | null>>): number {
    for (const [name, value] of Object.entries(values)) {
      if (value === null) app.secrets.delete(name);
      else app.secrets.set(name, value);
    }
    app.secretsVersion += 1;
    return app.secretsVersion;
  }

  createVolume(app: StoredApp, body: Schemas['CreateVolumeRequest']): StoredVolume {
    const volume: StoredVolume = {
      id: `vol_${this.#nextId()}`,
      name: body.name,
      region: body.region,
      sizeGb: body.size_gb,
      deletedAt: null,
      createdAt: this.#clock.now().getTime(),
      data: '',
    };
    app.volumes.push(volume);
    return volume;
  }

  volume(app: StoredApp, id: string): StoredVolume {
    const volume = app.volumes.find((one) => one.id === id);
    if (volume === undefined) throw notFound('volume');
    return volume;
  }

  extend(volume: StoredVolume, sizeGb: number): void {
    if (volume.deletedAt !== null) throw new Refused(400, 'volume not found');
    if (sizeGb < volume.sizeGb) throw new Refused(422, 'volumes cannot be made smaller', 'invalid_size');
    volume.sizeGb = sizeGb;
  }

  /** It is shown for another day. */
  deleteVolume(app: StoredApp, volume: StoredVolume): void {
    const isUsed = this.living(app).some(({ config }) => mounts(config).includes(volume.id));
    if (isUsed) throw new Refused(412, 'volume is attached to a machine', 'volume_attached');
    volume.deletedAt ??= this.#clock.now().getTime();
  }

  createMachine(app: StoredApp, body: Schemas['CreateMachineRequest']): StoredMachine {
    const id = this.#nextId();
    const { name = `machine-${id}`, region = 'iad', config } = body;
    if (this.living(app).some((machine) => machine.name === name)) {
      throw new Refused(
        409,
        `unique machine name violation, machine ID already exists with name ${name}`,
        'already_exists',
      );
    }
    this.#checkConfig(app, config, { region, except: null });
    this.#checkSecrets(app, body.min_secrets_version);
    const isStarted = body.skip_launch !== true;
    const machine: StoredMachine = {
      id: `m${createHash('sha256').update(`${id}`).digest('hex').slice(0, 13)}`,
      name,
      region,
      createdAt: this.#clock.now().getTime(),
      config,
      version: 1,
      state: isStarted ? 'started' : 'stopped',
      passing: isStarted ? 'starting' : 'created',
      until: this.now + (isStarted ? this.#timings.startMs : 0),
      crashes: this.crashing.has(config.image),
      env: this.#envOf(app, config),
      lease: null,
    };
    app.machines.push(machine);
    this.#noteStart(app, machine);
    return machine;
  }

  updateMachine(app: StoredApp, machine: StoredMachine, body: Schemas['UpdateMachineRequest']): void {
    if (body.current_version !== undefined && body.current_version !== instanceId(machine)) {
      throw new Refused(412, 'machine version mismatch', 'version_mismatch');
    }
    const { config } = body;
    if (canonical(mounts(config)) !== canonical(mounts(machine.config))) {
      throw new Refused(422, 'the mounted volume of a machine cannot be changed', 'invalid_mount');
    }
    this.#checkConfig(app, config, { region: machine.region, except: machine });
    this.#checkSecrets(app, body.min_secrets_version);
    machine.config = config;
    machine.version += 1;
    machine.crashes = this.crashing.has(config.image);
    machine.env = this.#envOf(app, config);
    if (body.skip_launch === true) return;
    this.#pass(machine, 'replacing', 'started', this.#timings.startMs);
    this.#noteStart(app, machine);
  }

  start(app: StoredApp, machine: StoredMachine): void {
    this.#pass(machine, 'starting', 'started', this.#timings.startMs);
    this.#noteStart(app, machine);
  }

  stop(machine: StoredMachine): void {
    this.#pass(machine, 'stopping', 'stopped', this.#timings.stopMs);
  }

  destroy(machine: StoredMachine, isForced: boolean): void {
    if (!isForced && stateAt(machine, this.now) === 'started') {
      throw new Refused(
        412,
        'failed_precondition: unable to destroy machine, not currently stopped',
        'failed_precondition',
      );
    }
    this.#pass(machine, 'destroying', 'destroyed', this.#timings.destroyMs);
  }

  takeLease(machine: StoredMachine, seconds: number): string {
    this.assertLease(machine, null);
    const nonce = `nonce-${this.#nextId()}`;
    machine.lease = { nonce, expiresAt: this.now + seconds * 1000 };
    return nonce;
  }

  /** Lets somebody else hold the lease for some seconds. */
  holdLease(machine: StoredMachine, seconds: number): void {
    machine.lease = { nonce: 'of somebody else', expiresAt: this.now + seconds * 1000 };
  }

  assertLease(machine: StoredMachine, nonce: string | null): void {
    const { lease } = machine;
    if (lease === null || lease.expiresAt <= this.now || lease.nonce === nonce) return;
    throw new Refused(
      409,
      `failed to acquire lease: machine ID ${machine.id} lease currently held by somebody else`,
      'conflict',
    );
  }

  /** A machine, also one that was destroyed. */
  machine(app: StoredApp, id: string): StoredMachine {
    const machine = app.machines.find((one) => one.id === id);
    if (machine === undefined) throw notFound('machine');
    return machine;
  }

  /** The machines that are not destroyed. */
  living(app: StoredApp): readonly StoredMachine[] {
    return app.machines.filter((machine) => stateAt(machine, this.now) !== 'destroyed');
  }

  #pass(
    machine: StoredMachine,
    passing: StoredMachine['passing'],
    state: StoredMachine['state'],
    ms: number,
  ): void {
    Object.assign(machine, { passing, state, until: this.now + ms });
  }

  #checkConfig(
    app: StoredApp,
    config: MachineConfig,
    { region, except }: { readonly region: string; readonly except: StoredMachine | null },
  ): void {
    if (!/^[a-z]{3}$/.test(region)) throw new Refused(422, `unknown region ${region}`, 'invalid_region');
    const guest = config.guest ?? { cpu_kind: 'shared', cpus: 1, memory_mb: 256 };
    const [least, most] = guest.cpu_kind === 'shared' ? [256, 2048] : [2048, 8192];
    const perCpu = guest.memory_mb / guest.cpus;
    if (perCpu < least || perCpu > most)
      throw new Refused(422, 'invalid guest: memory does not fit the CPUs', 'invalid_guest');
    for (const id of mounts(config)) {
      const volume = app.volumes.find((one) => one.id === id);
      if (volume === undefined || volume.deletedAt !== null) throw new Refused(400, 'volume not found');
      if (volume.region !== region)
        throw new Refused(422, 'the volume lies in another region', 'invalid_region');
      const holder = this.living(app).find((other) => other !== except && mounts(other.config).includes(id));
      if (holder !== undefined)
        throw new Refused(412, 'volume is attached to another machine', 'volume_attached');
    }
    const own = new RegExp(`^registry\\.fly\\.io/(?!${app.name}[:@/])`);
    if (own.test(config.image))
      throw new Refused(422, 'could not resolve image: manifest unknown', 'image_not_found');
  }

  #checkSecrets(app: StoredApp, least: number | undefined): void {
    if ((least ?? 0) > app.secretsVersion) {
      throw new Refused(412, 'minimum secrets version not yet available', 'min_secrets_version');
    }
  }

  #envOf(app: StoredApp, config: MachineConfig): Readonly<Record<string, string>> {
    return { ...Object.fromEntries(app.secrets), ...config.env };
  }

  #noteStart(app: StoredApp, machine: StoredMachine): void {
    const at = this.#clock.now().getTime();
    app.log.push({ at, message: `Machine ${machine.id} started with ${machine.config.image}` });
    if (machine.crashes)
      app.log.push({ at, message: "readonly database: '/data': Permission denied (EACCES)" });
    for (const id of mounts(machine.config)) this.volume(app, id).data ||= `written by ${machine.id}`;
  }

  #nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }
}

export function mounts(config: MachineConfig): readonly string[] {
  return (config.mounts ?? []).map(({ volume }) => volume);
}

function canonical(ids: readonly string[]): string {
  return [...ids].sort().join();
}
