import { join, posix } from 'node:path';
import type { Config } from '../../config/config';
import { envFileVariables } from '../../config/env-file';
import type { Ports } from '../../ports/ports';
import { dataFolderOf } from '../../resources/container';
import type { LoadedProject } from './project';

/** Reads the variables of the project's `.env`, and of that of its queries, which precedes. */
export async function readEnvFiles(
  ports: Ports,
  root: string,
  config: Config,
): Promise<LoadedProject['envFile']> {
  const paths = envFilesOf(config);
  return envFileVariables(await Promise.all(paths.map((path) => ports.files.readText(root, path))));
}

/** Returns the files of variables that the containers of a project get, relative to the project. */
export function envFilesOf({ queries }: Pick<Config, 'queries'>): readonly string[] {
  return [...new Set(['.env', posix.join(queries, '.env')])];
}

/** Finds the folders in which HelixDB 2.x left the data of instances. */
export async function findDataFolders(
  ports: Ports,
  root: string,
  { instances }: Config,
): Promise<ReadonlySet<string>> {
  const built = instances.filter(
    (instance) => instance.kind === 'local' && instance.runtime.type === 'built',
  );
  const found = await Promise.all(
    built.map(async ({ name }) => {
      const kind = await ports.files.readKind(join(root, dataFolderOf(name)));
      return kind === 'directory' ? [name] : [];
    }),
  );
  return new Set(found.flat());
}
