import { printable } from '../../../values/printable';
import { CloudError } from './cloud-error';
import type { CloudErrorReason } from './cloud-error';
import { validateError } from '../generated/answers';

/** The facts of the client that a refusal mentions. */
export interface RefusalContext {
  readonly endpoint: string;
  readonly hasKey: boolean;
  /** The source of the API key: `HELIX_API_KEY` or a path; null when the user typed it. */
  readonly keySource: string | null;
  /** Masks the secrets that were sent. */
  readonly mask: (text: string) => string;
}

/** Turns an answer that is not a success into the error that it stands for. `body` is the parsed JSON, or the text. */
export function refusalOf(
  context: RefusalContext,
  title: string,
  response: Response,
  body: unknown,
): CloudError {
  const { status } = response;
  if (status === 401 || status === 403) return notAllowed(context, title, status, body);
  if (status >= 300 && status < 400) {
    const target = printable(response.headers.get('location') ?? 'elsewhere');
    return new CloudError('malformed', `${context.endpoint} redirects to ${target}; Helix does not follow.`, {
      status,
      hint: 'If that is the right place, make it the endpoint.',
    });
  }
  // A 404 that is not the API's own must never be taken for "there is no such cluster".
  if (!validateError(body)) {
    return notTheApi(context, title, response, typeof body === 'string' ? body : '');
  }
  const { code, message, details } = body.error;
  const places = details?.problems?.map((problem) => `${problem.path}: ${problem.message}`) ?? [];
  const text = [message, ...places].map((part) => printable(context.mask(part))).join('; ');
  return new CloudError(reasonOf(status), `${title}: ${text} (${status} ${code}).`, {
    status,
    code,
    ...(details?.owner === undefined ? {} : { owner: details.owner }),
    ...(code === 'owned_by_other'
      ? { hint: 'Only its owner may change it; `helix import` takes it over.' }
      : {}),
  });
}

/** Returns the error for an answer that something else than the API gave, such as a proxy or a login page. */
export function notTheApi(
  { endpoint, mask }: RefusalContext,
  title: string,
  { status, headers }: Response,
  text: string,
): CloudError {
  const type = printable(headers.get('content-type') ?? 'no content type');
  const page = /<title[^>]*>\s*([^<]{1,80}?)\s*</i.exec(text)?.[1];
  const named = page === undefined ? '' : `, titled "${printable(mask(page))}"`;
  return new CloudError(
    'malformed',
    `Something other than the Helix Cloud API answered ${title} at ${endpoint}: ${status} with ${type}${named}.`,
    { status, hint: 'Check the endpoint, and whether a proxy or a login page stands before it.' },
  );
}

function reasonOf(status: number): CloudErrorReason {
  if (status === 404) return 'missing';
  return status === 409 || status === 412 ? 'conflict' : 'rejected';
}

function notAllowed(context: RefusalContext, title: string, status: 401 | 403, body: unknown): CloudError {
  const { endpoint, hasKey, keySource } = context;
  if (!hasKey) {
    return new CloudError('auth', `${endpoint} asks for an API key, and there is none.`, {
      status,
      hint: 'Run `helix login`, or set HELIX_API_KEY.',
    });
  }
  const key = keySource === null ? 'API key' : `API key from ${keySource}`;
  const error = validateError(body) ? body.error : null;
  const required = error?.details?.required_scope;
  if (required !== undefined) return tooSmall(context, key, title, error?.details?.scope, required);
  const reason = error === null ? '' : ` (${printable(context.mask(error.message))})`;
  const message =
    status === 401
      ? `${endpoint} does not accept the ${key}${reason}.`
      : `The ${key} does not allow ${title} at ${endpoint}${reason}.`;
  return new CloudError('auth', message, {
    status,
    hint:
      keySource === 'HELIX_API_KEY'
        ? 'Set HELIX_API_KEY to a key that does, or unset it and run `helix login`.'
        : 'Run `helix login` with a key that does, or set HELIX_API_KEY.',
  });
}

function tooSmall(
  { endpoint }: RefusalContext,
  key: string,
  title: string,
  scope: string | undefined,
  required: string,
): CloudError {
  const has = scope === undefined ? 'a smaller scope' : `the scope ${printable(scope)}`;
  const message = `${title} at ${endpoint} needs a key of the scope ${required}: the ${key} has ${has}.`;
  return new CloudError('auth', message, {
    status: 403,
    hint: `Use a key of the scope ${required}: somebody with an admin key makes one by \`helix keys create NAME --scope ${required}\`.`,
  });
}
