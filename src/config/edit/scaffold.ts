import type { TomlValue } from '../text/toml-text';
import { tableLines } from './key-setting';

/** The declarations of a new helix.toml; the caller creates the ids. */
export interface ScaffoldValues {
  /** The address of the schema with which editors complete and check the file. */
  readonly schema: string;
  /** The name of the project; null: a blueprint beside it has one. */
  readonly project: string | null;
  /** The Helix Cloud of the project; null: the public one. */
  readonly endpoint: string | null;
  /** The first instance, if any. */
  readonly first: FirstInstance | null;
}

/** The table of a project's first instance. */
export interface FirstInstance {
  readonly path: readonly string[];
  /** Comments above it, one a line. */
  readonly comment: string;
  readonly table: Readonly<Record<string, TomlValue>>;
}

/** Returns the text of a new helix.toml. */
export function scaffold({ schema, project, endpoint, first }: ScaffoldValues): string {
  const lines = [`#:schema ${schema}`, ''];
  if (project !== null) lines.push(...tableLines(['project'], { name: project, queries: 'db' }), '');
  if (endpoint !== null) lines.push(...tableLines(['helix_cloud'], { endpoint }), '');
  if (first === null) {
    lines.push(
      '# Nothing is deployed yet: `helix cloud deploy` rents a machine, `helix add NAME --cloud` declares a cluster.',
    );
  } else {
    lines.push(`# ${first.comment}`, ...tableLines(first.path, first.table));
  }
  return `${lines.join('\n')}\n`;
}
