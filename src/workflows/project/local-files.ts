import { join, posix } from 'node:path';
import type { Config } from '../../config/config';
import { envFileVariables } from '../../config/env-file';
import type { Ports } from '../../ports/ports';
import type { Problem } from '../../errors';
import { contextOf } from '../../graph/project-contents';
import type { ProjectContents } from '../../graph/project-contents';
import { dataFolderOf } from '../../resources/container';
import { userOf } from '../../resources/dockerfile/user';
import { GENERATED_USER } from '../../resources/helix-image/generated-dockerfile';
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

/**
 * Warns of folders of data that an apply gives to another user: HelixDB 2.x ran as root, and the image that takes over its
 * data does not.
 */
export async function findOwnerChanges(
  ports: Ports,
  root: string,
  contents: Pick<ProjectContents, 'contexts' | 'dataFolders'>,
): Promise<readonly Problem[]> {
  const found = [...contents.dataFolders].map(async (name): Promise<readonly Problem[]> => {
    const folder = dataFolderOf(name);
    const context = contextOf(contents, name);
    const user = context === undefined ? GENERATED_USER : userOf(context.dockerfileText);
    const owner = await ports.files.readOwner(join(root, folder));
    if (user === null || owner === null || owner === user) return [];
    const message = `the data of [local.${name}] in ${folder} is owned by ${owner}: it will be given to ${user}, the user of its image`;
    const hint = `The data stays where it is. \`sudo chown -R ${owner} ${folder}\` gives it back.`;
    return [{ severity: 'warning', code: 'data-owner', message, hint }];
  });
  return (await Promise.all(found)).flat();
}
