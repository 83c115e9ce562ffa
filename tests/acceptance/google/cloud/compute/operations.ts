import { AsyncOperations } from '../../../stand-in/async-operations';
import type { Json, JsonObject } from '../../../../../src/values/json';
import { refuseCompute } from '../errors';
import { ROOT } from './places';
import type { Serial } from '../serial';

/** The failure of an operation that had begun. */
interface Failure {
  readonly code: string;
  readonly message: string;
  readonly status: number;
}

const HTTP_MESSAGES: Readonly<Record<number, string>> = {
  403: 'FORBIDDEN',
  429: 'TOO MANY REQUESTS',
  503: 'SERVICE UNAVAILABLE',
};
const EXHAUSTED = (target: string) => ({
  status: 503,
  message: `The zone '${target.split('/instances/')[0] ?? ''}' does not have enough resources available to fulfill the request. Try a different zone, or try again later.`,
});

/** The codes of failures that a test may ask for. */
const FAILURES: Readonly<Record<string, (target: string) => Omit<Failure, 'code'>>> = {
  ZONE_RESOURCE_POOL_EXHAUSTED: EXHAUSTED,
  ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS: EXHAUSTED,
  QUOTA_EXCEEDED: (target) => ({
    status: 403,
    message: `Quota 'CPUS' exceeded.  Limit: 24.0 in region ${/zones\/([a-z]+-[a-z]+\d+)/.exec(target)?.[1] ?? 'global'}.`,
  }),
  RESOURCE_OPERATION_RATE_EXCEEDED: (target) => ({
    status: 429,
    message: `Operation rate exceeded for resource '${target}'. Too frequent operations from the source resource.`,
  }),
};

interface Work {
  /** `insert`, `setMetadata` */
  readonly type: string;
  /** `projects/P/zones/Z/instances/N` */
  readonly target: string;
  readonly failure: string | null;
  /** The effect at the end of a success. */
  readonly end?: () => void;
  /** The effect at the end of a failure. */
  readonly undo?: () => void;
}

/** The operations of Compute Engine: of a zone, of a region, and global ones. */
export class ComputeOperations {
  /** How long they take. */
  readonly running = new AsyncOperations<{ readonly failure: Failure | null }>();
  readonly #serial: Serial;
  readonly #known = new Map<string, { readonly body: JsonObject; polled: boolean }>();

  constructor(serial: Serial) {
    this.#serial = serial;
  }

  start({ type, target, failure, end, undo }: Work): Json {
    const scope = /^(projects\/[^/]+\/(?:zones\/[^/]+|regions\/[^/]+|global))\//.exec(target)?.[1] ?? '';
    const name = `operation-${this.#serial.number()}`;
    const path = `${scope}/operations/${name}`;
    const [, kind, place] = /\/(zone|region)s\/([^/]+)$/.exec(scope) ?? [];
    const body = {
      kind: 'compute#operation',
      id: this.#serial.id(),
      name,
      operationType: type,
      targetLink: ROOT + target,
      user: 'deployer@example.com',
      insertTime: this.#serial.time(),
      selfLink: ROOT + path,
      ...(kind === undefined || place === undefined
        ? {}
        : { [kind]: `${ROOT}${scope.split('/').slice(0, 2).join('/')}/${kind}s/${place}` }),
    };
    this.#known.set(path, { body, polled: false });
    const failed = failure === null ? null : failureOf(failure, target);
    this.running.start(path, () => {
      (failed === null ? end : undo)?.();
      return { failure: failed };
    });
    return this.#show(path);
  }

  read(path: string): Json {
    const known = this.#known.get(path);
    if (known === undefined) return refuseCompute(404, 'notFound', `The resource '${path}' was not found`);
    this.running.read(path);
    known.polled = true;
    return this.#show(path);
  }

  #show(path: string): Json {
    const { body, polled } = this.#known.get(path)!;
    const result = this.running.peek(path);
    if (result === null) return { ...body, status: polled ? 'RUNNING' : 'PENDING', progress: 0 };
    const done = {
      ...body,
      status: 'DONE',
      progress: 100,
      startTime: body['insertTime']!,
      endTime: body['insertTime']!,
    };
    if (result.failure === null) return done;
    const { code, message, status } = result.failure;
    return {
      ...done,
      error: { errors: [{ code, message }] },
      httpErrorStatusCode: status,
      httpErrorMessage: HTTP_MESSAGES[status] ?? 'BAD REQUEST',
    };
  }
}

function failureOf(code: string, target: string): Failure {
  const failure = FAILURES[code];
  if (failure === undefined)
    throw new Error(`a test asks for ${code}, which no operation of Compute fails by`);
  return { code, ...failure(target) };
}
