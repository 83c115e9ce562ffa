/** Why an attempt brought no answer, in one phrase, and what the user can check. */
export interface ConnectionFailure {
  readonly message: string;
  readonly hint: string;
  /** False when another attempt would end in the same way. */
  readonly transient: boolean;
}

const GENERAL =
  'Check the network and the endpoint: [helix_cloud] endpoint in helix.toml, or HELIX_CLOUD_URL.';

const HINTS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'No such host is known: check the spelling of the endpoint, and the name server.',
  EAI_AGAIN: 'The name server does not answer: check the network.',
  ECONNREFUSED:
    'Nothing listens there: check the port, and whether `helix cloud serve` runs if it is the emulator.',
};

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|EPROTO|WRONG_VERSION/;

/** Reads what `fetch` threw: the reason lies in the innermost cause, and a list of tried addresses in `errors`. */
export function connectionFailure(error: unknown): ConnectionFailure {
  const inner = innermost(error);
  const code = typeof inner.code === 'string' ? inner.code : '';
  const message =
    inner.message === undefined || inner.message === '' ? code || 'no reason given' : inner.message;
  if (CERTIFICATE.test(code)) {
    return {
      message,
      hint: 'Its certificate is not trusted: check that http or https is right; NODE_EXTRA_CA_CERTS adds an authority.',
      transient: false,
    };
  }
  return { message, hint: HINTS[code] ?? GENERAL, transient: true };
}

interface ErrorLike {
  readonly message?: string;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

function innermost(error: unknown): ErrorLike {
  let current = asErrorLike(error);
  for (let depth = 0; depth < 8; depth++) {
    const next = Array.isArray(current.errors) ? (current.errors as unknown[])[0] : current.cause;
    if (typeof next !== 'object' || next === null) break;
    current = asErrorLike(next);
  }
  return current;
}

function asErrorLike(error: unknown): ErrorLike {
  return typeof error === 'object' && error !== null ? error : { message: String(error) };
}
