/** Returns the statements that create the tables in a quoted schema. They may run again and concurrently; a conflict is retried. */
export function tablesIn(schema: string): string {
  return `
CREATE SCHEMA IF NOT EXISTS ${schema};
CREATE TABLE IF NOT EXISTS ${schema}.heads (
  project text NOT NULL,
  workspace text NOT NULL,
  token bigint NOT NULL,
  serial bigint NOT NULL,
  beat bigint NOT NULL,
  head text NOT NULL,
  PRIMARY KEY (project, workspace)
);
CREATE TABLE IF NOT EXISTS ${schema}.bodies (
  project text NOT NULL,
  workspace text NOT NULL,
  name text NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (project, workspace, name)
);
ALTER TABLE ${schema}.bodies ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE TABLE IF NOT EXISTS ${schema}.slots (
  project text NOT NULL,
  workspace text NOT NULL,
  journal text NOT NULL,
  slot integer NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (project, workspace, journal, slot)
);
`;
}

/** Returns a name as a quoted identifier of SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The query whether all tables exist, as `found`; `$1` is the quoted schema. */
export const HAS_TABLES = `SELECT to_regclass($1 || '.slots') IS NOT NULL AS found`;
