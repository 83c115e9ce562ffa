/** Which database, and how it is reached. */
export interface PostgresLocation {
  /** `postgres://user:password@host:port/database?sslmode=...`, as libpq reads it. Secret: no error shows it. */
  readonly url: string;
  /** The schema of Helix's tables; made when it is missing. */
  readonly schema: string;
}
