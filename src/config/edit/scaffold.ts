import { tableLines } from './key-setting';

/** The declarations of a new helix.toml; the caller creates the ids. */
export interface ScaffoldValues {
  readonly project: string;
  /** The first cluster of Helix Cloud, if any. */
  readonly cluster: {
    readonly name: string;
    readonly clusterId: string;
    readonly region: string;
  } | null;
}

// The schema of the installed package: it matches the version that reads the file, works offline, and needs no trusted host.
const SCHEMA = './node_modules/helix-iac/schemas/helix.schema.json';

/** Returns the text of a new helix.toml. Its first line names the schema with which editors complete and check it. */
export function scaffold({ project, cluster }: ScaffoldValues): string {
  const lines = [`#:schema ${SCHEMA}`, '', ...tableLines(['project'], { name: project, queries: 'db' }), ''];
  if (cluster === null) {
    lines.push('# Nothing is deployed yet: `helix add NAME --cloud` declares a cluster of Helix Cloud.');
  } else {
    const { name, clusterId, region } = cluster;
    lines.push(
      '# A cluster of Helix Cloud. `helix plan` shows what it would cost, `helix apply` creates it.',
    );
    lines.push(...tableLines(['cloud', name, 'helix'], { cluster_id: clusterId, region }));
  }
  return `${lines.join('\n')}\n`;
}
