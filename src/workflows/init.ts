import { join } from 'node:path';
import { HelixError } from '../errors';
import { scaffold } from '../config/edit/scaffold';
import type { Ports } from '../ports/ports';
import { checkFiles, requireConfig } from './project/check-config';
import { makeCluster } from './project/new-cluster';
import type { WantedCluster } from './project/new-cluster';
import { pinRegionsIfPossible } from './project/pin-regions';

export interface InitRequest {
  readonly directory: string;
  /** null: the name of the Blueprint beside it, else the directory's. */
  readonly name: string | null;
  /** The first cluster to declare, if any. */
  readonly cluster: WantedCluster | null;
  /** Whether the project is to use the emulator inside the CLI, which creates nothing real. */
  readonly emulator: boolean;
}

/** The instance that `init --cloud` declares. */
const FIRST_CLUSTER = 'production';
const SCHEMA = 'helix.schema.json';

/** Makes a project in a directory: helix.toml, and `.helix/` out of git's sight. Creates nothing remote. */
export async function init(
  ports: Ports,
  { directory, name, cluster, emulator }: InitRequest,
): Promise<{ files: string[]; notes: string[] }> {
  if ((await ports.files.readText(directory, 'helix.toml')) !== null) {
    throw new HelixError('config', 'there is a helix.toml here already', {
      hint: '`helix add NAME --cloud` adds an instance to it.',
    });
  }
  const beside = await checkFiles(ports, directory, { environment: null });
  const made = cluster === null ? null : await makeCluster(ports, FIRST_CLUSTER, cluster);
  const text = scaffold({
    schema: await findSchema(ports, directory),
    project: name ?? beside.config?.project.name ?? '',
    endpoint: emulator ? 'embedded' : null,
    cluster: made && { name: FIRST_CLUSTER, table: made.table },
  });
  const edited = { file: 'helix.toml', text };
  requireConfig(await checkFiles(ports, directory, { environment: null, edited }), 'nothing was written');
  await ports.files.writeText(directory, 'helix.toml', text);
  const files = ['helix.toml', ...(await ignoreHelixFolder(ports, directory))];
  const pinned = cluster === null ? [] : await pinRegionsIfPossible(ports, directory);
  // Only now are the regions known.
  const written = await checkFiles(ports, directory, { environment: null });
  requireConfig(written, 'helix.toml was written, and is not right yet');
  return { files, notes: [...(made?.notes ?? []), ...pinned] };
}

/** The schema of the package that the project installs, the same in every checkout; else that of this installation. */
async function findSchema(ports: Ports, directory: string): Promise<string> {
  const installed = join('node_modules', 'helix-iac', 'schemas', SCHEMA);
  const kind = await ports.files.readKind(join(directory, installed));
  return kind === 'file' ? `./${installed}` : ports.schemaUrl(SCHEMA);
}

async function ignoreHelixFolder(ports: Ports, directory: string): Promise<string[]> {
  const text = (await ports.files.readText(directory, '.gitignore')) ?? '';
  if (text.split(/\r?\n/).some((line) => /^\/?\.helix\/?$/.test(line.trim()))) return [];
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  await ports.files.writeText(directory, '.gitignore', `${before}.helix/\n`);
  return ['.gitignore'];
}
