import { HelixError } from '../../../errors';
import { decodeHead, encodeHead, REMOVED_BYTES } from '../shared/head';
import type { Head } from '../shared/head';
import type { SharedStateOptions } from '../shared/options';
import { retryUnavailable } from '../shared/retries';
import type { SharedStorage, StoredHead } from '../shared/storage';
import { Database } from './database';
import type { PostgresLocation } from './location';
import { NoTables } from './postgres-errors';
import { HAS_TABLES, quoted, tablesIn } from './schema';

/** The number of slots that are read at once. */
const AT_ONCE = 200;

/**
 * The conditional calls of a shared storage, as single statements: `INSERT ... ON CONFLICT DO NOTHING` creates a slot or the first head,
 * `UPDATE ... WHERE token AND serial AND beat` replaces a head.
 */
export class PostgresStorage implements SharedStorage {
  readonly place: string;
  readonly #database: Database;
  readonly #schema: string;
  readonly #key: readonly [project: string, workspace: string];

  constructor(where: PostgresLocation & Pick<SharedStateOptions, 'project' | 'workspace'>) {
    this.#database = new Database(where);
    this.#schema = quoted(where.schema);
    this.#key = [where.project, where.workspace];
    this.place = this.#database.place;
  }

  async prove(): Promise<void> {
    const { rows } = await this.#database.run(HAS_TABLES, [this.#schema]);
    if (rows[0]?.['found'] !== true) await this.#database.run(tablesIn(this.#schema));
  }

  readHead(): Promise<StoredHead | null> {
    return readOr(null, async () => {
      const { rows } = await this.#database.run(
        `SELECT token, serial, beat, head FROM ${this.#schema}.heads WHERE project = $1 AND workspace = $2`,
        this.#key,
      );
      const [row] = rows as Record<'token' | 'serial' | 'beat' | 'head', string>[];
      if (row === undefined) return null;
      const { token, serial, beat } = row;
      const head = decodeHead(row.head, `${this.place}, head of ${this.#key.join('/')}`);
      return { head, version: `${token} ${serial} ${beat}` };
    });
  }

  writeHead(head: Head, over: StoredHead | null): Promise<StoredHead | undefined> {
    return this.#write(async () => {
      const mark = [head.lock.token, head.states[0]?.serial ?? 0, head.lock.beat];
      const next = [...this.#key, ...mark, encodeHead(head)];
      const { count } =
        over === null
          ? await this.#database.run(
              `INSERT INTO ${this.#schema}.heads (project, workspace, token, serial, beat, head) ` +
                'VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING',
              next,
            )
          : await this.#database.run(
              `UPDATE ${this.#schema}.heads SET token = $3, serial = $4, beat = $5, head = $6 ` +
                'WHERE project = $1 AND workspace = $2 AND token = $7 AND serial = $8 AND beat = $9',
              [...next, ...over.version.split(' ')],
            );
      return count === 0 ? undefined : { head, version: mark.join(' ') };
    });
  }

  writeBody(name: string, bytes: Uint8Array): Promise<void> {
    return this.#write(async () => {
      await this.#database.run(
        `INSERT INTO ${this.#schema}.bodies (project, workspace, name, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
        [...this.#key, name, bytes],
        true,
      );
    });
  }

  async readBody(name: string): Promise<Uint8Array | undefined> {
    const { rows } = await this.#database.run(
      `SELECT body FROM ${this.#schema}.bodies WHERE project = $1 AND workspace = $2 AND name = $3`,
      [...this.#key, name],
      true,
    );
    return (rows[0] as { body: Uint8Array } | undefined)?.body;
  }

  async listBodies(): Promise<readonly string[]> {
    const { rows } = await this.#database.run(
      `SELECT name FROM ${this.#schema}.bodies WHERE project = $1 AND workspace = $2`,
      this.#key,
    );
    return (rows as readonly { name: string }[]).map(({ name }) => name);
  }

  async removeBodies(names: readonly string[]): Promise<void> {
    await this.#database.run(
      `DELETE FROM ${this.#schema}.bodies WHERE project = $1 AND workspace = $2 AND name = ANY($3)`,
      [...this.#key, [...names]],
    );
  }

  fillSlot(journal: string, slot: number, bytes: Uint8Array): Promise<boolean> {
    return this.#write(async () => {
      const { count } = await this.#database.run(
        `INSERT INTO ${this.#schema}.slots (project, workspace, journal, slot, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
        [...this.#key, journal, slot, bytes],
        true,
      );
      return count === 1;
    });
  }

  async readSlots(journal: string, after: number): Promise<readonly Uint8Array[]> {
    const { rows } = await this.#database.run(
      `SELECT slot, body FROM ${this.#schema}.slots ` +
        `WHERE project = $1 AND workspace = $2 AND journal = $3 AND slot > $4 ORDER BY slot LIMIT ${AT_ONCE}`,
      [...this.#key, journal, after],
      true,
    );
    const found = rows as readonly { slot: number; body: Uint8Array }[];
    const gap = found.findIndex(({ slot }, n) => slot !== after + 1 + n);
    return found.slice(0, gap < 0 ? found.length : gap).map(({ body }) => body);
  }

  async removeSlots(journal: string, after: number, upTo: number): Promise<void> {
    await this.#database.run(
      `DELETE FROM ${this.#schema}.slots ` +
        'WHERE project = $1 AND workspace = $2 AND journal = $3 AND slot > $4 AND slot <= $5',
      [...this.#key, journal, after, upTo],
    );
  }

  async #write<Result>(write: () => Promise<Result>): Promise<Result> {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof NoTables)) throw error;
      throw new HelixError('config', `The tables of the state in ${this.place} no longer exist.`, {
        hint: 'Restore them from a backup.',
        cause: error,
      });
    }
  }
}

/** Lists the workspaces of a project that store anything or are locked, in alphabetical order. */
export async function listWorkspaces(
  where: PostgresLocation & Pick<SharedStateOptions, 'project' | 'clock'>,
): Promise<string[]> {
  const database = new Database(where);
  const find = (): Promise<string[]> =>
    readOr([], async () => {
      const { rows } = await database.run(
        `SELECT workspace FROM ${quoted(where.schema)}.heads WHERE project = $1 AND octet_length(head) > $2`,
        [where.project, REMOVED_BYTES],
      );
      return (rows as readonly { workspace: string }[]).map(({ workspace }) => workspace).sort();
    });
  return retryUnavailable(database.place, where.clock)(find);
}

async function readOr<Fallback, Value>(
  fallback: Fallback,
  read: () => Promise<Value>,
): Promise<Fallback | Value> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NoTables) return fallback;
    throw error;
  }
}
