import { HelixError } from '../../../errors';
import { errnoOf } from '../../host/errno';
import { SentSecrets } from '../../http/sent-secrets';
import { Unavailable } from '../shared/storage';

/** The classes and codes of SQLSTATE after which a retry may succeed. */
const LATER = /^(08|53|57P0[1-3]|58|40001|40P01|25006|55P03|57014|23505|42P06|42P07|XX000)/;
const NETWORK = /terminated|timeout|Connection ended|ECONN|not queryable|socket|starting up|shutting down/i;

/** The codes of SQLSTATE for a missing table or schema. */
export const NO_TABLE = ['42P01', '3F000'];

/** Returns the SQLSTATE of an error that the server sent. */
export function sqlStateOf(error: unknown): string | undefined {
  const code: unknown = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && errnoOf(error) === undefined
    ? code
    : undefined;
}

/** The tables do not exist: nothing was ever written there. */
export class NoTables extends Error {
  override readonly name = 'NoTables';
}

/**
 * Returns the error to throw for a failed statement: `Unavailable` when a retry may succeed, else a HelixError, or the same
 * error when it is a bug. The password is masked in what the server says.
 */
export function thrownFor(error: unknown, place: string, password: string): unknown {
  if (error instanceof HelixError) return error;
  const said = error instanceof Error ? error.message : String(error);
  const message = new SentSecrets(password).maskMessage(said);
  const state = sqlStateOf(error);
  if (state === undefined) {
    // The driver reads only TLS files.
    const isFile = /^E(NOENT|ACCES|ISDIR)$/.test(errnoOf(error) ?? '');
    if (isFile || /certificate|self.signed|SSL|sslrootcert|altnames/i.test(message)) {
      return new HelixError('config', `Cannot connect to ${place} over TLS: ${message}.`, {
        hint: 'Check `sslmode` and `sslrootcert` in the URL of the state: `verify-full` needs the certificate of the CA, and the host name of the certificate.',
        cause: error,
      });
    }
    const isNetwork = errnoOf(error) !== undefined || NETWORK.test(message);
    return isNetwork ? new Unavailable(message || String(errnoOf(error)), { cause: error }) : error;
  }
  if (NO_TABLE.includes(state)) return new NoTables(message, { cause: error });
  if (state.startsWith('28')) {
    return new HelixError('auth', `${place} rejected the login: ${message}.`, {
      hint: /no encryption/.test(message)
        ? 'The server requires TLS: add `?sslmode=verify-full` to the URL of the state, and `&sslrootcert=FILE` for a private CA.'
        : 'Check the user and the password in the URL of the state.',
      cause: error,
    });
  }
  if (state === '42501') {
    return new HelixError('auth', `Access to the state in ${place} is denied: ${message}.`, {
      hint: 'The user must be allowed to read and write the tables of the state. A user who may create them can run `helix apply` once.',
      cause: error,
    });
  }
  if (state === '3D000') {
    return new HelixError('config', `The database ${place} does not exist.`, {
      hint: 'Create it, or correct the URL of the state.',
      cause: error,
    });
  }
  if (LATER.test(state)) return new Unavailable(`${message} (${state})`, { cause: error });
  return new HelixError('unreachable', `${place} rejected a statement: ${message} (${state}).`, {
    hint: 'Helix needs PostgreSQL 11 or newer, and write access.',
    cause: error,
  });
}
