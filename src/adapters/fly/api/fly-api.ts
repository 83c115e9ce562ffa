import type { CallOptions } from '../../http/retries';
import { validateApp, validateAppList, validateCreatedApp, validateIpList } from '../generated/answers';
import { validateAssignedIp, validateLogPage, validateSecretsVersion } from '../generated/answers';
import type { components } from '../generated/api';
import { Calls } from './calls';
import { isRefused } from './fly-error';
import { MachineCalls } from './machine-calls';
import type { TransportOptions } from './transport';
import { VolumeCalls } from './volume-calls';

type Schemas = components['schemas'];
export type App = Schemas['App'];
export type IpAssignment = Schemas['IpAssignment'];
export type AddressType = Schemas['AssignIpRequest']['type'];
export type LogPage = Schemas['LogPage'];

/** The host of the logs, which the Machines API does not have. */
const LOG_ENDPOINT = 'https://api.fly.io';
/** The host of all other calls. */
export const MACHINES_ENDPOINT = 'https://api.machines.dev';

/**
 * Fly's Machines API, one method per call of the document. Answers are checked against it. A call that makes something is
 * sent once: its `unreachable` leaves open whether it was done. All others are repeated.
 */
export class FlyApi {
  readonly machines: MachineCalls;
  readonly volumes: VolumeCalls;
  readonly #calls: Calls;
  readonly #logs: Calls;

  constructor(options: TransportOptions) {
    this.#calls = new Calls(options);
    const { endpoint } = options;
    this.#logs = new Calls({
      ...options,
      endpoint: endpoint === MACHINES_ENDPOINT ? LOG_ENDPOINT : endpoint,
    });
    this.machines = new MachineCalls(this.#calls);
    this.volumes = new VolumeCalls(this.#calls);
  }

  /** Lists the names of the apps of an organization. */
  async listApps(org: string, call: CallOptions = {}): Promise<readonly string[]> {
    const params = { query: { org_slug: org } };
    const answer = this.#calls.typed.GET('/v1/apps', { params, ...this.#calls.repeatable(call) });
    return (await this.#calls.read(validateAppList, answer)).apps.map(({ name }) => name);
  }

  /** Reads an app; null where there is none that this token sees. */
  findApp(app: string, call: CallOptions = {}): Promise<App | null> {
    const params = { path: { app } };
    const answer = this.#calls.typed.GET('/v1/apps/{app}', { params, ...this.#calls.repeatable(call) });
    return this.#calls.find(validateApp, answer);
  }

  async createApp(app: string, org: string, call: CallOptions = {}): Promise<void> {
    const body = { app_name: app, org_slug: org };
    const answer = this.#calls.typed.POST('/v1/apps', { body, ...this.#calls.once(call) });
    await this.#calls.read(validateCreatedApp, answer);
  }

  /** Begins to delete an app with all that is in it. One that is gone is deleted. */
  async deleteApp(app: string, call: CallOptions = {}): Promise<void> {
    const params = { path: { app } };
    await waitUnlessGone(
      this.#calls.typed.DELETE('/v1/apps/{app}', { params, ...this.#calls.repeatable(call) }),
    );
  }

  async listAddresses(app: string, call: CallOptions = {}): Promise<readonly IpAssignment[]> {
    const params = { path: { app } };
    const path = '/v1/apps/{app}/ip_assignments';
    const answer = this.#calls.typed.GET(path, { params, ...this.#calls.repeatable(call) });
    return (await this.#calls.read(validateIpList, answer)).ips;
  }

  async giveAddress(app: string, type: AddressType, call: CallOptions = {}): Promise<void> {
    const params = { path: { app } };
    const path = '/v1/apps/{app}/ip_assignments';
    const answer = this.#calls.typed.POST(path, { params, body: { type }, ...this.#calls.once(call) });
    await this.#calls.read(validateAssignedIp, answer);
  }

  async releaseAddress(app: string, ip: string, call: CallOptions = {}): Promise<void> {
    const params = { path: { app, ip } };
    const path = '/v1/apps/{app}/ip_assignments/{ip}';
    await waitUnlessGone(this.#calls.typed.DELETE(path, { params, ...this.#calls.repeatable(call) }));
  }

  /** Sets secrets, and removes those with null. Returns the version with which machines see them. */
  async setSecrets(
    app: string,
    values: Readonly<Record<string, string | null>>,
    call: CallOptions = {},
  ): Promise<number> {
    const params = { path: { app } };
    const answer = this.#calls.typed.POST('/v1/apps/{app}/secrets', {
      params,
      body: { values: { ...values } },
      ...this.#calls.repeatable(call),
    });
    return (await this.#calls.read(validateSecretsVersion, answer)).Version;
  }

  /** Reads the lines after a token of an earlier page; null: from the oldest that Fly keeps. */
  readLogs(app: string, token: string | null, call: CallOptions = {}): Promise<LogPage> {
    const params = { path: { app }, query: token === null ? {} : { next_token: token } };
    const path = '/api/v1/apps/{app}/logs';
    return this.#logs.read(
      validateLogPage,
      this.#logs.typed.GET(path, { params, ...this.#logs.repeatable(call) }),
    );
  }
}

/** Waits for a call whose object may be gone already. */
export async function waitUnlessGone(answer: Promise<unknown>): Promise<void> {
  try {
    await answer;
  } catch (error) {
    if (!isRefused(error, 404)) throw error;
  }
}
