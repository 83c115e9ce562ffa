import { access, constants, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../ports/clock';
import type { Random } from '../../../ports/random';
import { errnoOf } from '../../host/errno';
import type { ProcessTable } from '../../host/process-table';
import { withReadErrors } from '../../host/read-errors';
import { variableIn } from '../../host/variables';
import { writeAtomically } from '../../host/write-atomically';
import type { TerraformProgram } from '../program/terraform-program';
import type { WorkDirectory } from '../stack/work-directory';
import type { ProviderFiles } from './initialise';
import { InstallLock } from './install-lock';

/**
 * The provider packages that a project trusts: a file beside helix.toml, to be committed. Each program takes providers
 * from a registry of its own, and would drop what the other one locked.
 */
const LOCK_FILES = { terraform: 'helix.terraform.lock.hcl', tofu: 'helix.tofu.lock.hcl' };

/** Opens the lock file of a project and the user's provider cache: 700 MB that every work directory would need. */
export async function openProviderFiles(
  root: string,
  program: TerraformProgram['name'],
  environment: Readonly<Record<string, string | undefined>>,
  home: string | null,
  deps: { table: ProcessTable; clock: Clock; random: Random },
): Promise<ProviderFiles> {
  const cache = await makeCache(root, environment, home);
  const file = LOCK_FILES[program];
  const [ofProject, ofHost] = [join(root, file), join(cache, file)];
  const read = (file: string) => readFile(file, 'utf8').catch(() => null);
  const write = async (directory: WorkDirectory, text: string | null) => {
    if (text !== null && text !== (await directory.lockFile())) await directory.writeLockFile(text);
  };
  return {
    variables: { TF_PLUGIN_CACHE_DIR: cache },
    installing: new InstallLock(join(cache, 'helix-install.lock'), deps.table, deps.clock),
    restore: async (directory) => write(directory, await read(ofProject)),
    restoreForInit: async (directory) => write(directory, (await read(ofProject)) ?? (await read(ofHost))),
    save: async (directory) => {
      const text = await directory.lockFile();
      for (const file of [ofProject, ofHost]) {
        if (text !== null && text !== (await read(file))) await writeAtomically(file, text, deps.random);
      }
    },
  };
}

/** Creates the user's cache; a user without a home that can be written has one in each project. */
async function makeCache(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
  home: string | null,
): Promise<string> {
  const caches = variableIn(environment, 'XDG_CACHE_HOME');
  const named = variableIn(environment, 'TF_PLUGIN_CACHE_DIR');
  const ofUser = named ?? (caches === undefined ? null : join(caches, 'helix', 'terraform-plugins'));
  if (ofUser !== null) {
    await withReadErrors(ofUser, mkdir(ofUser, { recursive: true }));
    return ofUser;
  }
  const inHome = home === null ? null : join(home, '.cache', 'helix', 'terraform-plugins');
  if (inHome !== null && (await makeWritable(inHome))) return inHome;
  const ofProject = join(root, '.helix', 'terraform-plugins');
  await withReadErrors(ofProject, mkdir(ofProject, { recursive: true }));
  return ofProject;
}

/** Creates a directory. Returns false if this user may not write there. */
async function makeWritable(directory: string): Promise<boolean> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
    return true;
  } catch (error) {
    if (['EACCES', 'EROFS', 'EPERM', 'ENOTDIR'].includes(errnoOf(error) ?? '')) return false;
    throw error;
  }
}
