import type { JsonObject } from '../../values/json';

/** An error response of the API: thrown by an operation, turned into a response in one place. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 412 | 422 | 429 | 500 | 503,
    readonly code: string,
    message: string,
    readonly details?: JsonObject,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  body(): JsonObject {
    const { code, message, details } = this;
    return { error: details === undefined ? { code, message } : { code, message, details } };
  }
}

export interface RequestProblem {
  /** A JSON pointer into the body, or the name of a parameter or header. */
  readonly path: string;
  readonly message: string;
}

/** Returns a 400 with every problem; its message is the first one. */
export function invalid(problems: readonly RequestProblem[]): ApiError {
  const first = problems[0];
  const text = first === undefined ? 'the request is wrong' : `${first.path}: ${first.message}`;
  return new ApiError(400, 'invalid', text, { problems: problems.map((problem) => ({ ...problem })) });
}

export function methodNotAllowed(methods: readonly string[]): ApiError {
  const allowed = methods.join(', ');
  return new ApiError(405, 'method_not_allowed', `this path allows ${allowed}`, undefined, {
    allow: allowed,
  });
}

export function notFound(id: string): ApiError {
  return new ApiError(404, 'not_found', `there is no cluster ${id}`);
}

export function gone(id: string, incarnation: string): ApiError {
  return new ApiError(410, 'gone', `the cluster ${id} that this key was used for has been deleted`, {
    incarnation,
  });
}

export function keyReused(): ApiError {
  return new ApiError(422, 'idempotency_key_reused', 'this Idempotency-Key was used for another request');
}
