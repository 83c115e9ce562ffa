import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../ports/clock';
import type { Random } from '../../../ports/random';
import type { ProcessTable } from '../../host/process-table';
import { writeAtomically } from '../../host/write-atomically';
import type { WorkDirectory } from '../stack/work-directory';
import type { ProviderFiles } from './initialise';
import { InstallLock } from './install-lock';

/** The provider packages that a project trusts: a file beside helix.toml, to be committed. */
const LOCK_FILE = 'helix.terraform.lock.hcl';

/** Opens the lock file of a project and the user's provider cache: 700 MB that every work directory would need. */
export async function openProviderFiles(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
  deps: { table: ProcessTable; clock: Clock; random: Random },
): Promise<ProviderFiles> {
  const caches = environment['XDG_CACHE_HOME'] ?? join(home, '.cache');
  const cache = environment['TF_PLUGIN_CACHE_DIR'] ?? join(caches, 'helix', 'terraform-plugins');
  await mkdir(cache, { recursive: true });
  const [ofProject, ofHost] = [join(root, LOCK_FILE), join(cache, LOCK_FILE)];
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
