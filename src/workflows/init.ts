import { basename } from 'node:path';
import { HelixError } from '../errors';
import { scaffold } from '../config/edit/scaffold';
import type { Ports } from '../ports/ports';
import { checkFiles, requireConfig } from './project/check-config';
import { makeClusterId, resolveRegion } from './project/new-cluster';
import { pinRegionsIfPossible } from './project/pin-regions';

export interface InitRequest {
  readonly directory: string;
  /** null: the directory's name. */
  readonly name: string | null;
  /** Whether to declare a first cluster. */
  readonly cloud: boolean;
  readonly region: string | null;
}

/** The instance that `init --cloud` declares. */
const FIRST_CLUSTER = 'production';

/** Makes a project in a directory: helix.toml, and `.helix/` out of git's sight. Creates nothing remote. */
export async function init(
  ports: Ports,
  request: InitRequest,
): Promise<{ files: string[]; notes: string[] }> {
  const { directory } = request;
  if ((await ports.files.readText(directory, 'helix.toml')) !== null) {
    throw new HelixError('config', 'there is a helix.toml here already', {
      hint: '`helix add NAME --cloud` adds an instance to it.',
    });
  }
  const project = request.name ?? basename(directory);
  const region = await resolveRegion(ports, request.region);
  const text = scaffold({
    project,
    cluster: request.cloud
      ? { name: FIRST_CLUSTER, clusterId: makeClusterId(ports, FIRST_CLUSTER), region }
      : null,
  });
  const edited = { file: 'helix.toml', text };
  requireConfig(await checkFiles(ports, directory, { environment: null, edited }), 'nothing was written');
  await ports.files.writeText(directory, 'helix.toml', text);
  const files = ['helix.toml', ...(await ignoreHelixFolder(ports, directory))];
  const notes = request.cloud ? await pinRegionsIfPossible(ports, directory) : [];
  // Only now are the regions known.
  const written = await checkFiles(ports, directory, { environment: null });
  requireConfig(written, 'helix.toml was written, and is not right yet');
  return { files, notes };
}

async function ignoreHelixFolder(ports: Ports, directory: string): Promise<string[]> {
  const text = (await ports.files.readText(directory, '.gitignore')) ?? '';
  if (text.split(/\r?\n/).some((line) => /^\/?\.helix\/?$/.test(line.trim()))) return [];
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  await ports.files.writeText(directory, '.gitignore', `${before}.helix/\n`);
  return ['.gitignore'];
}
