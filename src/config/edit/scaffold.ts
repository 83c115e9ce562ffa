import { tableLines } from './key-setting';

/** What a new helix.toml declares; ids are made by the caller. */
export interface ScaffoldValues {
  readonly project: string;
  /** The first cluster of Helix Cloud; null for none yet. */
  readonly cluster: {
    readonly name: string;
    readonly clusterId: string;
    readonly region: string;
  } | null;
}

// The installed package's own schema: it fits the version that reads the file, works offline, and no host has to be trusted.
const SCHEMA = './node_modules/helix-iac/schemas/helix.schema.json';

/** The text of a new helix.toml. Its first line tells editors which schema completes and checks it. */
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
