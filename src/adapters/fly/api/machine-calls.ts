import type { CallOptions } from '../../http/retries';
import { validateLease, validateMachine, validateMachineList } from '../generated/answers';
import type { components } from '../generated/api';
import type { Calls } from './calls';
import { isRefused } from './fly-error';

type Schemas = components['schemas'];
export type Machine = Schemas['Machine'];
export type MachineConfig = Schemas['MachineConfig'];
type CreateRequest = Schemas['CreateMachineRequest'];
type UpdateRequest = Schemas['UpdateMachineRequest'];

/** A machine, and the lease under which it is changed; null: none is held. */
export interface HeldMachine {
  readonly app: string;
  readonly machine: string;
  readonly nonce: string | null;
}

/** The calls about machines. */
export class MachineCalls {
  readonly #calls: Calls;

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  /** Lists the machines of an app that are not destroyed. */
  async list(app: string, call: CallOptions = {}): Promise<readonly Machine[]> {
    const params = { path: { app } };
    const answer = this.#calls.typed.GET('/v1/apps/{app}/machines', {
      params,
      ...this.#calls.repeatable(call),
    });
    const machines = await this.#calls.read(validateMachineList, answer);
    return machines.filter(({ state }) => state !== 'destroyed' && state !== 'destroying');
  }

  /** Reads a machine; null for one that is destroyed. */
  async find(app: string, machine: string, call: CallOptions = {}): Promise<Machine | null> {
    const params = { path: { app, machine } };
    const answer = this.#calls.typed.GET('/v1/apps/{app}/machines/{machine}', {
      params,
      ...this.#calls.repeatable(call),
    });
    const found = await this.#calls.find(validateMachine, answer);
    return found?.state === 'destroyed' ? null : found;
  }

  create(app: string, body: CreateRequest, call: CallOptions = {}): Promise<Machine> {
    const params = { path: { app } };
    const answer = this.#calls.typed.POST('/v1/apps/{app}/machines', {
      params,
      body,
      ...this.#calls.once(call),
    });
    return this.#calls.read(validateMachine, answer);
  }

  update(held: HeldMachine, body: UpdateRequest, call: CallOptions = {}): Promise<Machine> {
    const answer = this.#calls.typed.POST('/v1/apps/{app}/machines/{machine}', {
      params: paramsOf(held),
      body,
      ...this.#calls.once(call),
    });
    return this.#calls.read(validateMachine, answer);
  }

  /** Begins to destroy a machine, also one that runs. One that is gone is destroyed. */
  async destroy(held: HeldMachine, call: CallOptions = {}): Promise<void> {
    const { path, header } = paramsOf(held);
    try {
      await this.#calls.typed.DELETE('/v1/apps/{app}/machines/{machine}', {
        params: { path, header, query: { force: true } },
        ...this.#calls.repeatable(call),
      });
    } catch (error) {
      if (!isRefused(error, 404)) throw error;
    }
  }

  async start(held: HeldMachine, call: CallOptions = {}): Promise<void> {
    const path = '/v1/apps/{app}/machines/{machine}/start';
    await this.#calls.typed.POST(path, { params: paramsOf(held), ...this.#calls.repeatable(call) });
  }

  async stop(held: HeldMachine, call: CallOptions = {}): Promise<void> {
    const path = '/v1/apps/{app}/machines/{machine}/stop';
    // Without a body Fly refuses it.
    const options = { params: paramsOf(held), body: {}, ...this.#calls.repeatable(call) };
    await this.#calls.typed.POST(path, options);
  }

  async restart(held: HeldMachine, call: CallOptions = {}): Promise<void> {
    const path = '/v1/apps/{app}/machines/{machine}/restart';
    await this.#calls.typed.POST(path, { params: paramsOf(held), ...this.#calls.repeatable(call) });
  }

  /** Waits for a state, as long as one request may. Returns whether the machine has it now. */
  async waitFor(
    app: string,
    machine: string,
    wanted: { readonly state: 'started' | 'stopped' | 'destroyed'; readonly seconds: number },
    call: CallOptions = {},
  ): Promise<boolean> {
    const query = { state: wanted.state, timeout: wanted.seconds };
    const path = '/v1/apps/{app}/machines/{machine}/wait';
    try {
      const params = { path: { app, machine }, query };
      await this.#calls.typed.GET(path, { params, ...this.#calls.waiting(call) });
      return true;
    } catch (error) {
      if (isRefused(error, 408)) return false;
      if (isRefused(error, 404)) return wanted.state === 'destroyed';
      throw error;
    }
  }

  /** Sets a mark of a machine, without a restart. */
  async setMark(held: HeldMachine, key: string, value: string, call: CallOptions = {}): Promise<void> {
    const { app, machine } = held;
    await this.#calls.typed.POST('/v1/apps/{app}/machines/{machine}/metadata/{key}', {
      params: { path: { app, machine, key } },
      body: { value },
      ...this.#calls.repeatable(call),
    });
  }

  /** Takes the lease of a machine for some seconds. Returns its nonce. */
  async takeLease(app: string, machine: string, seconds: number, call: CallOptions = {}): Promise<string> {
    const answer = this.#calls.typed.POST('/v1/apps/{app}/machines/{machine}/lease', {
      params: { path: { app, machine } },
      body: { ttl: seconds, description: 'helix' },
      ...this.#calls.once(call),
    });
    return (await this.#calls.read(validateLease, answer)).data.nonce;
  }

  async releaseLease(held: HeldMachine, call: CallOptions = {}): Promise<void> {
    const path = '/v1/apps/{app}/machines/{machine}/lease';
    await this.#calls.typed.DELETE(path, { params: paramsOf(held), ...this.#calls.repeatable(call) });
  }
}

function paramsOf({ app, machine, nonce }: HeldMachine) {
  return {
    path: { app, machine },
    header: nonce === null ? {} : { 'fly-machine-lease-nonce': nonce },
  };
}
