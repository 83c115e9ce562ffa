import { isObject } from '../../../values/is-object';
import { printable } from '../../../values/printable';
import { FlyError } from './fly-error';

/** A refusal, and the call that it answers. */
export interface RefusedAnswer {
  /** `POST /v1/apps` */
  readonly title: string;
  readonly status: number;
  /** Without secrets. */
  readonly text: string;
  /** The id by which Fly's support finds the request; null where the answer has none. */
  readonly requestId: string | null;
}

/** Returns the error for a refusal. */
export function refusalOf({ title, status, text, requestId }: RefusedAnswer): FlyError {
  const { error, word } = fieldsIn(text);
  const code = word === '' ? `${status}` : `${status} ${word}`;
  const request = requestId === null ? '' : ` (request ${printable(requestId)})`;
  const message = `Fly refused ${title} with ${code}${error === '' ? '' : `: ${error}`}${request}.`;
  switch (status) {
    case 401:
      return new FlyError('auth', message, { status, word, hint: REFUSED_TOKEN });
    case 403:
      return new FlyError('auth', message, { status, word, hint: WEAK_TOKEN });
    case 404:
      return new FlyError('not-found', message, { status, word });
    default:
      return new FlyError('failed', message, { status, word });
  }
}

const REFUSED_TOKEN = 'The token was refused: make another with `fly tokens create org`.';

/** The remedy for a token that cannot do what Helix does. */
export const WEAK_TOKEN =
  'Helix needs a token of the organization (`fly tokens create org`): a deploy token sees one app and creates none.';

function fieldsIn(text: string): { readonly error: string; readonly word: string } {
  try {
    const body: unknown = JSON.parse(text);
    if (!isObject(body)) return { error: '', word: '' };
    const { error, status } = body;
    return {
      error: typeof error === 'string' ? printable(error).replace(/\.$/, '') : '',
      word: typeof status === 'string' ? printable(status) : '',
    };
  } catch {
    return { error: '', word: '' };
  }
}
