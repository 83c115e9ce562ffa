import { ProxyFailure } from './proxy-failure';

/** Why an attempt brought no answer. */
export interface ConnectionFailure {
  readonly kind: FailureKind;
  /** One phrase. */
  readonly message: string;
  /** The remedy, where every service has the same. */
  readonly hint: string | null;
  /** False when another attempt would end in the same way. */
  readonly transient: boolean;
}

/**
 * The kinds of failures. `unknown-host`: the name server knows no such name. `name-server`: it did not answer. `nothing-listens`: the host refused
 * the connection. `tls`: no trusted, encrypted connection came about. `protocol`: the server speaks something else.
 */
export type FailureKind =
  | 'unknown-host'
  | 'name-server'
  | 'nothing-listens'
  | 'tls'
  | 'protocol'
  | 'proxy'
  | 'other';

/** Reads the error of a request: the reason lies in the innermost cause, and a list of tried addresses in `errors`. */
export function connectionFailure(error: unknown): ConnectionFailure {
  const inner = innermost(error);
  if (inner instanceof ProxyFailure) {
    const { message, hint, transient } = inner;
    return { kind: 'proxy', message, hint, transient };
  }
  const code = typeof inner.code === 'string' ? inner.code : '';
  const message =
    inner.message === undefined || inner.message === '' ? code || 'no reason given' : inner.message;
  return tlsFailure(code, message) ?? protocolFailure(code, message) ?? networkFailure(code, message);
}

/** Whether the error of a request over TLS means that the server answered in plain HTTP. */
export function isPlainHttpAnswer(error: unknown): boolean {
  return PLAIN_HTTP.test(innermost(error).message ?? '');
}

function tlsFailure(code: string, message: string): ConnectionFailure | null {
  if (PLAIN_HTTP.test(message)) {
    const hint = 'Write http:// instead of https://, or the port that speaks TLS.';
    return final('tls', 'the server speaks plain HTTP there, not TLS', hint);
  }
  const certificate = CERTIFICATES.find(([codes]) => codes.test(code));
  if (certificate !== undefined) return final('tls', `${certificate[1]} (${message})`, certificate[2]);
  if (!/^(EPROTO|ERR_SSL|ERR_TLS)/.test(code)) return null;
  // OpenSSL's text ends in its reason: `...:SSL routines:ssl3_read_bytes:tlsv1 alert access denied:...:SSL alert number 49`.
  const reason = /SSL routines:[^:]*:([^:]+):/.exec(message)?.[1] ?? message.trim();
  return final('tls', `the TLS handshake failed: ${reason}`, null);
}

const PLAIN_HTTP = /wrong version number|packet length too long|http request|record layer failure/i;

const CERTIFICATES: readonly (readonly [codes: RegExp, message: string, hint: string])[] = [
  [
    /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/,
    'the certificate of the server is not valid now',
    'Check the clock of this host; if it is right, the server needs a new certificate.',
  ],
  [
    /^ERR_TLS_CERT_ALTNAME/,
    'the certificate of the server is for another name',
    'Write the host as its certificate names it.',
  ],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_/,
    'the certificate of the server is not trusted',
    'NODE_EXTRA_CA_CERTS or SSL_CERT_FILE (for AWS also AWS_CA_BUNDLE), the path of a file, adds a private authority.',
  ],
];

function protocolFailure(code: string, message: string): ConnectionFailure | null {
  if (code.startsWith('HPE_')) {
    return final('protocol', `the answer is not HTTP (${message})`, 'Check the scheme and the port.');
  }
  // The client refuses to send such a request.
  return /^ERR_(INVALID|UNESCAPED|HTTP|UNSUPPORTED)/.test(code) ? final('other', message, null) : null;
}

function networkFailure(code: string, message: string): ConnectionFailure {
  // A firewall of this host: it refuses the next attempt as well.
  const transient = code !== 'EACCES' && code !== 'EPERM';
  return { kind: NETWORK_KINDS[code] ?? 'other', message, hint: null, transient };
}

const NETWORK_KINDS: Readonly<Record<string, FailureKind>> = {
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'name-server',
  ECONNREFUSED: 'nothing-listens',
};

function final(kind: FailureKind, message: string, hint: string | null): ConnectionFailure {
  return { kind, message, hint, transient: false };
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
