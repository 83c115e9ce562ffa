/** A database and the way to reach it. */
export interface PostgresLocation {
  /** `postgres://user:password@host:port/database?sslmode=...`, as libpq reads it. Secret: no error shows it. */
  readonly url: string;
  /** The schema of Helix's tables, created when it is missing. */
  readonly schema: string;
}
