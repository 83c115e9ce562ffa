import { createHash } from 'node:crypto';
import type { components } from '../../../adapters/fly/generated/api';
import type { Clock } from '../../../ports/clock';
import { notFound, Refused } from '../refused';
import { assertGuest, assertMounts, assertRegion } from './config-check';
import { instanceId, stateAt } from './machine-states';
import type { BadImages, State } from './machine-states';
import { mounts } from './stored';
import type { Environment, MachineConfig, StoredApp, StoredMachine } from './stored';
import { REMEMBERED_MS } from './timings';
import type { Timings } from './timings';

type Schemas = components['schemas'];

interface Parts {
  readonly clock: Clock;
  readonly timings: Timings;
  readonly nextId: () => number;
  readonly bad: BadImages;
  readonly hasApp: (name: string, org: string) => boolean;
}

/** The machines of apps. */
export class Machines {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  create(app: StoredApp, body: Schemas['CreateMachineRequest']): StoredMachine {
    const id = `m${createHash('sha256').update(`${this.#parts.nextId()}`).digest('hex').slice(0, 13)}`;
    const { name = `machine-${id}`, region = 'iad', config } = body;
    const known = this.living(app).find((machine) => machine.name === name);
    if (known !== undefined) {
      const message = `unique machine name violation, machine ID ${known.id} already exists with name "${name}"`;
      throw new Refused(409, message, 'already_exists');
    }
    assertRegion(region);
    this.#assertConfig(app, config, body.min_secrets_version);
    assertMounts(app, config, { region, others: this.living(app) });
    const createdAt = this.#parts.clock.now().getTime();
    const machine: StoredMachine = {
      id,
      name,
      region,
      createdAt,
      updatedAt: createdAt,
      config,
      version: 1,
      state: 'created',
      passing: 'created',
      until: 0,
      env: this.#envOf(app, config, body.min_secrets_version),
      lease: null,
      events: [],
    };
    app.machines.push(machine);
    this.#note(machine, 'launch', 'created');
    if (body.skip_launch !== true) this.start(app, machine);
    return machine;
  }

  /** Replaces the whole config but the mounts, which stay as they are. */
  update(app: StoredApp, machine: StoredMachine, body: Schemas['UpdateMachineRequest']): void {
    if (body.current_version !== undefined && body.current_version !== instanceId(machine)) {
      const message = `machine version is ${instanceId(machine)}, not ${body.current_version}`;
      throw new Refused(412, message, 'version_mismatch');
    }
    this.#assertConfig(app, body.config, body.min_secrets_version);
    const { mounts: kept } = machine.config;
    machine.config = { ...body.config, mounts: kept ?? [] };
    machine.version += 1;
    machine.updatedAt = this.#parts.clock.now().getTime();
    machine.env = this.#envOf(app, machine.config, body.min_secrets_version);
    this.#note(machine, 'update', 'replacing');
    const { startMs } = this.#parts.timings;
    const isStarted = body.skip_launch !== true;
    this.#pass(machine, 'replacing', isStarted ? 'started' : 'stopped', startMs);
    if (isStarted) this.#noteStart(app, machine);
  }

  start(app: StoredApp, machine: StoredMachine): void {
    if (this.stateOf(machine) === 'started') return;
    this.#pass(machine, 'starting', 'started', this.#parts.timings.startMs);
    this.#noteStart(app, machine);
  }

  stop(machine: StoredMachine): void {
    if (this.stateOf(machine) === 'stopped') return;
    this.#pass(machine, 'stopping', 'stopped', this.#parts.timings.stopMs);
    this.#note(machine, 'stop', 'stopping');
  }

  restart(app: StoredApp, machine: StoredMachine): void {
    this.#pass(machine, 'stopping', 'started', this.#parts.timings.stopMs + this.#parts.timings.startMs);
    this.#noteStart(app, machine);
  }

  destroy(app: StoredApp, machine: StoredMachine, isForced: boolean): void {
    if (!isForced && this.stateOf(machine) === 'started') {
      const message = 'failed_precondition: unable to destroy machine, not currently stopped';
      throw new Refused(412, message, 'failed_precondition');
    }
    this.#pass(machine, 'destroying', 'destroyed', this.#parts.timings.destroyMs);
    this.#note(machine, 'destroy', 'destroying');
    this.#log(app, machine, `Machine ${machine.id} is destroyed`);
  }

  /** A machine; one that was destroyed can be read for another day. */
  get(app: StoredApp, id: string): StoredMachine {
    const machine = app.machines.find((one) => one.id === id);
    const now = this.#parts.clock.monotonicMs();
    const isForgotten = machine?.state === 'destroyed' && now >= machine.until + REMEMBERED_MS;
    if (machine === undefined || isForgotten) throw notFound('machine');
    return machine;
  }

  /** The machines that are not destroyed. */
  living(app: StoredApp): readonly StoredMachine[] {
    return app.machines.filter((machine) => this.stateOf(machine) !== 'destroyed');
  }

  stateOf(machine: StoredMachine): State {
    return stateAt(machine, this.#parts.clock.monotonicMs(), this.#parts.bad);
  }

  #pass(
    machine: StoredMachine,
    passing: StoredMachine['passing'],
    state: StoredMachine['state'],
    ms: number,
  ): void {
    Object.assign(machine, { passing, state, until: this.#parts.clock.monotonicMs() + ms });
  }

  #assertConfig(app: StoredApp, config: MachineConfig, least = 0): void {
    assertGuest(config);
    const [, repository] = /^registry\.fly\.io\/([^:@/]+)/.exec(config.image) ?? [];
    if (repository !== undefined && !this.#parts.hasApp(repository, app.org)) {
      throw new Refused(400, `failed to get manifest ${config.image}: 404`, 'image_not_found');
    }
    if (least > (app.secrets.at(-1)?.version ?? 0)) {
      throw new Refused(412, 'minimum secrets version not yet available', 'min_secrets_version');
    }
  }

  /** The newest secrets where their version is waited for, else those that have arrived everywhere. */
  #envOf(app: StoredApp, config: MachineConfig, least = 0): Environment {
    const now = this.#parts.clock.monotonicMs();
    const seen = app.secrets.filter(
      ({ version, at }) => version <= least || at + this.#parts.timings.secretsMs <= now,
    );
    return { ...seen.at(-1)?.values, ...config.env };
  }

  #noteStart(app: StoredApp, machine: StoredMachine): void {
    const { image } = machine.config;
    this.#note(machine, 'start', 'started');
    this.#log(app, machine, `Machine ${machine.id} started with ${image}`);
    for (const volume of app.volumes) {
      if (mounts(machine.config).includes(volume.id)) volume.data ||= `written by ${machine.id}`;
    }
    if (!this.#parts.bad.crashing.has(image)) return;
    this.#log(app, machine, "readonly database: '/data': Permission denied (EACCES)");
    const exit = { exit_code: 13, oom_killed: false, requested_stop: false };
    this.#note(machine, 'exit', 'stopped', { exit_event: exit });
  }

  #note(machine: StoredMachine, type: string, status: string, request = {}): void {
    machine.events.unshift({ type, status, request, timestamp: this.#parts.clock.now().getTime() });
  }

  #log(app: StoredApp, { id, region }: StoredMachine, message: string): void {
    app.log.push({ at: this.#parts.clock.now().getTime(), machine: id, region, message });
  }
}
