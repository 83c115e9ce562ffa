import { Hono } from 'hono';
import type { Context } from 'hono';
import type { Clock } from '../../ports/clock';
import { checked } from '../openapi/openapi-check';
import type { CheckedFetch } from '../openapi/openapi-check';
import { HANDLERS } from './calls';
import type { Call, Result, Service } from './calls/call';
import { document, OPERATIONS } from './document';
import type { OperationName } from './document';
import { failAfter, failBefore, rateLimited } from './fault-hooks';
import { FlyFaults } from './faults';
import { RateLimits } from './rate-limits';
import { Refused } from './refused';
import { assertMay, rightsOf, USUAL_TOKENS } from './tokens';
import type { Tokens } from './tokens';
import { FlyWorld } from './world/fly-world';
import { Leases } from './world/leases';
import { USUAL_TIMINGS } from './world/timings';
import type { Timings } from './world/timings';

export interface FlyStandInOptions {
  readonly clock: Clock;
  readonly timings?: Partial<Timings>;
  /** Token -> rights; default: one for the organization `personal`. */
  readonly tokens?: Tokens;
  readonly seed?: number;
  /** Whether there are limits on how often a call is made. Default: true. */
  readonly limits?: boolean;
}

/** Fly's Machines API in this process, as `BEHAVIOUR.md` describes it. */
export class FlyStandIn {
  readonly world: FlyWorld;
  readonly faults: FlyFaults;
  /** The calls, in order. */
  readonly calls: OperationName[] = [];
  /** Called with each call before it is done: a test stops there. */
  onCall: ((name: OperationName) => Promise<void> | void) | null = null;
  /** Called with each call that was done, before its answer is sent. */
  onDone: ((name: OperationName) => Promise<void> | void) | null = null;
  readonly #service: Service;
  readonly #check: CheckedFetch;
  readonly #tokens: Tokens;
  readonly #limits: RateLimits | null;
  readonly #lists = new Map<string, Result>();

  constructor({ clock, timings, tokens = USUAL_TOKENS, seed, limits = true }: FlyStandInOptions) {
    const all = { ...USUAL_TIMINGS, ...timings };
    this.world = new FlyWorld(clock, all);
    this.faults = new FlyFaults([], seed);
    this.#service = { world: this.world, leases: new Leases(clock), clock, timings: all };
    this.#tokens = tokens;
    this.#limits = limits ? new RateLimits(clock) : null;
    const app = this.#app();
    this.#check = checked(async (request) => await app.fetch(request), document);
  }

  /** Each request that the document does not allow, and each answer: a test of a client expects none. */
  get violations(): readonly string[] {
    return this.#check.violations;
  }

  /** @throws ConnectionBroken where a fault asks for that, ContractViolation where the document does not allow it */
  fetch = (request: Request): Promise<Response> => this.#check(request);

  #app(): Hono {
    const app = new Hono();
    for (const { name, method, route } of OPERATIONS) {
      app.on(method, route, (context) => this.#respond(name, context));
    }
    app.onError((error) => {
      if (!(error instanceof Refused)) throw error;
      const { status, message, word, headers } = error;
      return this.#answer(status, { error: message, ...(word !== '' && { status: word }) }, headers);
    });
    return app;
  }

  async #respond(name: OperationName, context: Context): Promise<Response> {
    this.calls.push(name);
    await this.onCall?.(name);
    const { raw } = context.req;
    await failBefore(this.faults, this.#service.clock, name);
    const rights = rightsOf(this.#tokens, raw.headers.get('authorization'));
    assertMay(rights, name);
    const text = await raw.text();
    const call: Call = {
      params: context.req.param() as Record<string, string>,
      query: new URL(raw.url).searchParams,
      body: text === '' ? null : JSON.parse(text),
      nonce: raw.headers.get('fly-machine-lease-nonce'),
      rights,
      signal: raw.signal,
    };
    const { status = 200, body } = await this.#execute(name, call);
    await this.onDone?.(name);
    failAfter(this.faults, name);
    return this.#answer(status, body, {});
  }

  async #execute(name: OperationName, call: Call): Promise<Result> {
    const { app = '', machine = '' } = call.params;
    const isAllowed = this.#limits?.allows(name, { app, machine, org: call.rights.org }) ?? true;
    if (!isAllowed) throw rateLimited(null);
    this.#occupy(name, call);
    const list = `${name} ${app} ${call.query.toString()}`;
    const earlier = this.#lists.get(list);
    if (earlier !== undefined && this.faults.take('stale-list', name) !== undefined) return earlier;
    const result = await HANDLERS[name](this.#service, call);
    if (name.startsWith('list')) this.#lists.set(list, result);
    return result;
  }

  /** Lets somebody else hold the lease that is asked for, where a rule says so. */
  #occupy(name: OperationName, { params }: Call): void {
    const { world, leases } = this.#service;
    const machine = world.apps.get(params['app'] ?? '')?.machines.find(({ id }) => id === params['machine']);
    if (name !== 'takeLease' || machine === undefined) return;
    const fault = this.faults.take('foreign-lease', name);
    if (fault !== undefined) leases.occupy(machine, fault.seconds);
  }

  #answer(status: number, body: unknown, headers: Readonly<Record<string, string>>): Response {
    return Response.json(body, {
      status,
      headers: { 'fly-request-id': `01J${this.calls.length}`, ...headers },
    });
  }
}
