import document from '../../../schemas/fly-machines.openapi.json';
import type { Clock } from '../../ports/clock';
import { checked } from '../openapi/openapi-check';
import type { CheckedFetch } from '../openapi/openapi-check';
import { flyCalls } from './calls';
import type { Call, Result } from './calls';
import { Faults } from './faults';
import type { FaultKind } from './faults';
import { FlyWorld, USUAL_TIMINGS } from './fly-world';
import type { Timings } from './fly-world';
import { RateLimits } from './rate-limits';
import { Refused } from './refused';
import { findRoute } from './routes';

/** The rights of a token. */
export interface TokenRights {
  readonly org: string;
  /** The one app that it is for; null: all of the organization. */
  readonly onlyApp: string | null;
}

export interface FlyStandInOptions {
  readonly clock: Clock;
  readonly timings?: Partial<Timings>;
  /** Token -> rights; default: one for the organization `personal`. */
  readonly tokens?: Readonly<Record<string, TokenRights>>;
  readonly seed?: number;
}

/** The connection breaks in place of an answer. */
export class ConnectionBroken extends Error {}

export const TOKEN = 'FlyV1 fm2_token_of_the_organization_personal';

/** Fly's Machines API in this process. Every request and every answer is checked against the API document. */
export class FlyStandIn {
  readonly world: FlyWorld;
  readonly faults: Faults;
  /** The calls, by `operationId`, in order. */
  readonly calls: string[] = [];
  /** Called with each `operationId` before it is done: a test stops there. */
  onCall: ((operation: string) => Promise<void> | void) | null = null;
  readonly #check: CheckedFetch;
  readonly #tokens: Readonly<Record<string, TokenRights>>;
  readonly #handlers: ReturnType<typeof flyCalls>;
  readonly #limits: RateLimits;
  readonly #lists = new Map<string, Result>();

  constructor({ clock, timings, tokens, seed }: FlyStandInOptions) {
    this.world = new FlyWorld(clock, { ...USUAL_TIMINGS, ...timings });
    this.faults = new Faults(seed);
    this.#tokens = tokens ?? { [TOKEN]: { org: 'personal', onlyApp: null } };
    this.#handlers = flyCalls(this.world, clock);
    this.#limits = new RateLimits(clock);
    this.#check = checked((request) => this.#respond(request), document);
  }

  /** Each request that the document does not allow, and each answer: a test of a client expects none. */
  get violations(): readonly string[] {
    return this.#check.violations;
  }

  /** @throws ConnectionBroken where a fault asks for that, ContractViolation where the document does not allow it */
  fetch = (request: Request): Promise<Response> => this.#check(request);

  async #respond(request: Request): Promise<Response> {
    const { pathname, searchParams: query } = new URL(request.url);
    const text = await request.text();
    try {
      const rights = this.#rightsOf(request.headers.get('authorization'));
      const route = findRoute(request.method, pathname);
      if (route === null) throw new Refused(404, 'page not found');
      const { operation, params } = route;
      this.calls.push(operation);
      await this.onCall?.(operation);
      const nonce = request.headers.get('fly-machine-lease-nonce');
      const body: unknown = text === '' ? null : JSON.parse(text);
      const call = { params, query, body, nonce, ...rights, signal: request.signal };
      const { status = 200, body: answer } = await this.#execute(operation, call);
      return this.#answer(status, answer);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { status, message, word } = error;
      return this.#answer(status, { error: message, ...(word !== '' && { status: word }) });
    }
  }

  async #execute(operation: string, call: Call): Promise<Result> {
    const { app = '', machine = '' } = call.params;
    if (!this.#limits.allows(operation, `${app}/${machine}`)) throw RATE_LIMITED;
    const fault = this.faults.take(operation);
    this.#failBefore(fault, call);
    const list = `${operation} ${app} ${call.query.toString()}`;
    const earlier = this.#lists.get(list);
    if (fault === 'stale-list' && earlier !== undefined) return earlier;
    const result = await this.#handle(operation, call);
    if (operation.startsWith('list')) this.#lists.set(list, result);
    if (fault === 'error-after') throw new Refused(500, 'internal server error');
    if (fault === 'timeout-after') throw new Refused(408, 'deadline_exceeded');
    if (fault === 'drop-after') throw new ConnectionBroken('dropped');
    return result;
  }

  #failBefore(fault: FaultKind | null, { params }: Call): void {
    switch (fault) {
      case 'rate-limit':
        throw RATE_LIMITED;
      case 'error-before':
        throw new Refused(500, 'internal server error');
      case 'drop-before':
        throw new ConnectionBroken('dropped');
      case 'no-room':
        throw new Refused(
          412,
          'insufficient resources available to fulfill request',
          'insufficient_capacity',
        );
      case 'volume-host-full':
        throw new Refused(
          412,
          'insufficient resources to create new machine with existing volume',
          'volume_placement_capacity',
        );
      case 'foreign-lease': {
        const app = this.world.apps.get(params['app'] ?? '');
        const machine = app?.machines.find(({ id }) => id === params['machine']);
        if (machine !== undefined) this.world.holdLease(machine, 5);
        return;
      }
      default:
    }
  }

  async #handle(operation: string, call: Call): Promise<Result> {
    const handler = this.#handlers[operation];
    if (handler === undefined) throw new Error(`nothing does ${operation}`);
    return handler(call);
  }

  #rightsOf(header: string | null): TokenRights {
    const token = (header ?? '').replace(/^Bearer /, '');
    const rights = Object.hasOwn(this.#tokens, token) ? this.#tokens[token] : undefined;
    if (rights === undefined) throw new Refused(401, 'unauthorized', 'unauthorized');
    return rights;
  }

  #answer(status: number, body: unknown): Response {
    return Response.json(body, { status, headers: { 'fly-request-id': `01J${this.calls.length}` } });
  }
}

const RATE_LIMITED = new Refused(429, 'rate limit exceeded', 'rate_limited');
