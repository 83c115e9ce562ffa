import { HelixError } from '../../../errors';
import { errnoOf } from '../../host/errno';
import { Unavailable } from '../shared/storage';

/** Classes and codes of SQLSTATE after which the same statement may work. */
const LATER = /^(08|53|57P0[1-3]|58|40001|40P01|25006|55P03|57014|23505|42P06|42P07|XX000)/;
const NETWORK = /terminated|timeout|Connection ended|ECONN|not queryable|socket|starting up|shutting down/i;

/** SQLSTATE of a table or schema that is not there. */
export const NO_TABLE = ['42P01', '3F000'];

/** The SQLSTATE of an error that the server sent. */
export function sqlStateOf(error: unknown): string | undefined {
  const code: unknown = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && errnoOf(error) === undefined
    ? code
    : undefined;
}

/** Tables that were never made: nothing was ever written there. */
export class NoTables extends Error {
  override readonly name = 'NoTables';
}

/** The error to throw for a failed statement: `Unavailable` when it may work in a moment, else a HelixError, or the same error when it is a bug. */
export function thrownFor(error: unknown, place: string): unknown {
  if (error instanceof HelixError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const state = sqlStateOf(error);
  if (state === undefined) {
    // Of files it reads those of TLS alone.
    const isFile = /^E(NOENT|ACCES|ISDIR)$/.test(errnoOf(error) ?? '');
    if (isFile || /certificate|self.signed|SSL|sslrootcert|altnames/i.test(message)) {
      return new HelixError('config', `Cannot connect to ${place} over TLS: ${message}.`, {
        hint: 'Check `sslmode` and `sslrootcert` in the URL of the state: `verify-full` wants the certificate of the CA and the name of the host that stands in the certificate.',
        cause: error,
      });
    }
    const isNetwork = errnoOf(error) !== undefined || NETWORK.test(message);
    return isNetwork ? new Unavailable(message || String(errnoOf(error)), { cause: error }) : error;
  }
  if (NO_TABLE.includes(state)) return new NoTables(message, { cause: error });
  if (state.startsWith('28')) {
    return new HelixError('auth', `${place} does not let this user in: ${message}.`, {
      hint: /no encryption/.test(message)
        ? 'It wants TLS: end the URL of the state with `?sslmode=verify-full`, and `&sslrootcert=FILE` where the CA is your own.'
        : 'Check user and password in the URL of the state.',
      cause: error,
    });
  }
  if (state === '42501') {
    return new HelixError('auth', `Access to the state in ${place} is denied: ${message}.`, {
      hint: 'The user needs to read and write the tables of the state; whoever may create them can run `helix apply` once.',
      cause: error,
    });
  }
  if (state === '3D000') {
    return new HelixError('config', `There is no such database: ${place}.`, {
      hint: 'Create it, or correct the URL of the state.',
      cause: error,
    });
  }
  if (LATER.test(state)) return new Unavailable(`${message} (${state})`, { cause: error });
  return new HelixError('unreachable', `${place} refuses a statement: ${message} (${state}).`, {
    hint: 'Helix needs PostgreSQL 11 or newer, and to write there.',
    cause: error,
  });
}
