/** What the first use makes. May be run again, and by several at once: whoever meets another one tries again. */
export const SCHEMA = `
CREATE SCHEMA IF NOT EXISTS helix_state;
CREATE TABLE IF NOT EXISTS helix_state.heads (
  project text NOT NULL,
  workspace text NOT NULL,
  token bigint NOT NULL,
  serial bigint NOT NULL,
  beat bigint NOT NULL,
  head text NOT NULL,
  PRIMARY KEY (project, workspace)
);
CREATE TABLE IF NOT EXISTS helix_state.bodies (
  project text NOT NULL,
  workspace text NOT NULL,
  name text NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (project, workspace, name)
);
ALTER TABLE helix_state.bodies ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE TABLE IF NOT EXISTS helix_state.slots (
  project text NOT NULL,
  workspace text NOT NULL,
  journal text NOT NULL,
  slot integer NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (project, workspace, journal, slot)
);
`;

/** Whether all of it is there. */
export const HAS_SCHEMA = `SELECT to_regclass('helix_state.slots') IS NOT NULL AS found`;
