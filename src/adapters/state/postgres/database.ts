import type { Pool, PoolConfig } from 'pg';
import { announceRequest } from '../../http/observe-requests';
import { connectionUrl } from './connection-url';
import type { PostgresLocation } from './location';
import { thrownFor } from './postgres-errors';

/** The timeout of a short statement, in milliseconds: far below the length of a lease. */
const SHORT_MS = 5000;
/** The timeout of a statement that transfers a whole state. */
const LONG_MS = 120_000;

// All workspaces of one run share connections: a database has few of them.
const pools = new Map<string, Promise<Pool>>();

/** A row, by the names of its columns. */
type Row = Readonly<Record<string, unknown>>;

interface Result {
  readonly rows: readonly Row[];
  /** The number of rows that were returned or changed. */
  readonly count: number;
}

/**
 * A database that runs single statements, each sent once, on any connection.
 * @throws Unavailable when a retry may succeed; HelixError when the user must act
 */
export class Database {
  /** For messages: host and database, without user and password. */
  readonly place: string;
  readonly #url: URL;

  constructor({ url }: PostgresLocation) {
    this.#url = connectionUrl(url);
    const { host, pathname, searchParams } = this.#url;
    this.place = `postgres://${host || (searchParams.get('host') ?? '')}${pathname}`;
  }

  /** Runs a statement. `isLong`: it transfers a whole state. */
  async run(text: string, values: readonly unknown[] = [], isLong = false): Promise<Result> {
    const started = performance.now();
    const announce = (error?: string): void => {
      announceRequest({
        method: text.trim().split(/\s/, 1)[0] ?? '',
        origin: this.place,
        path: '',
        status: null,
        ms: Math.round(performance.now() - started),
        attempt: 1,
        ...(error === undefined ? {} : { error }),
      });
    };
    try {
      const pool = await this.#pool();
      const query = { text, values: [...values], query_timeout: isLong ? LONG_MS : SHORT_MS };
      const { rows, rowCount } = await pool.query<Row>(query);
      announce();
      return { rows, count: rowCount ?? 0 };
    } catch (error) {
      const thrown = thrownFor(error, this.place, decodeURIComponent(this.#url.password));
      announce(thrown instanceof Error ? thrown.message : String(thrown));
      throw thrown;
    }
  }

  #pool(): Promise<Pool> {
    const url = this.#url.toString();
    const pool = pools.get(url) ?? load(url);
    pools.set(url, pool);
    return pool;
  }
}

async function load(url: string): Promise<Pool> {
  const pg = await import('pg');
  const config: PoolConfig = {
    connectionString: url,
    max: 4,
    // The process may end while connections are idle.
    allowExitOnIdle: true,
    idleTimeoutMillis: 10_000,
    connectionTimeoutMillis: SHORT_MS,
    keepAlive: true,
    application_name: 'helix',
  };
  const pool = new pg.Pool(config);
  // An idle connection that breaks is replaced by the next statement.
  pool.on('error', () => undefined);
  return pool;
}
