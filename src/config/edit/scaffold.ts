import type { TomlValue } from '../text/toml-text';
import { tableLines } from './key-setting';

/** The declarations of a new helix.toml; the caller creates the ids. */
export interface ScaffoldValues {
  /** The address of the schema with which editors complete and check the file. */
  readonly schema: string;
  readonly project: string;
  /** The Helix Cloud of the project; null: the public one. */
  readonly endpoint: string | null;
  /** The first cluster of Helix Cloud, if any. */
  readonly cluster: {
    readonly name: string;
    readonly table: Readonly<Record<string, TomlValue>>;
  } | null;
}

/** Returns the text of a new helix.toml. */
export function scaffold({ schema, project, endpoint, cluster }: ScaffoldValues): string {
  const lines = [`#:schema ${schema}`, '', ...tableLines(['project'], { name: project, queries: 'db' }), ''];
  if (endpoint !== null) lines.push(...tableLines(['helix_cloud'], { endpoint }), '');
  if (cluster === null) {
    lines.push('# Nothing is deployed yet: `helix add NAME --cloud` declares a cluster of Helix Cloud.');
  } else {
    lines.push(
      '# A cluster of Helix Cloud. `helix plan` shows what it would cost, `helix apply` creates it.',
    );
    lines.push(...tableLines(['cloud', cluster.name, 'helix'], cluster.table));
  }
  return `${lines.join('\n')}\n`;
}
