import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../ports/clock';
import type { Random } from '../../../ports/random';
import type { ProcessTable } from '../../host/process-table';
import { writeAtomically } from '../../host/write-atomically';
import type { ProviderFiles } from './initialise';
import { InstallLock } from './install-lock';
import type { WorkDirectory } from '../stack/work-directory';

/** Beside helix.toml, to be committed: which provider packages this project trusts. */
const LOCK_FILE = 'helix.terraform.lock.hcl';

/** The lock file of a project, and the cache of this user's machine: 700 MB that every work directory would need. */
export async function providerFiles(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
  world: { table: ProcessTable; clock: Clock; random: Random },
): Promise<ProviderFiles> {
  const caches = environment['XDG_CACHE_HOME'] ?? join(home, '.cache');
  const cache = environment['TF_PLUGIN_CACHE_DIR'] ?? join(caches, 'helix', 'terraform-plugins');
  await mkdir(cache, { recursive: true });
  const [ours, machines] = [join(root, LOCK_FILE), join(cache, LOCK_FILE)];
  const textOf = (file: string) => readFile(file, 'utf8').catch(() => null);
  const put = async (directory: WorkDirectory, text: string | null) => {
    if (text !== null && text !== (await directory.lockFile())) await directory.writeLockFile(text);
  };
  return {
    variables: { TF_PLUGIN_CACHE_DIR: cache },
    installing: new InstallLock(join(cache, 'helix-install.lock'), world.table, world.clock),
    bring: async (directory) => put(directory, await textOf(ours)),
    bringForInit: async (directory) => put(directory, (await textOf(ours)) ?? (await textOf(machines))),
    keep: async (directory) => {
      const kept = await directory.lockFile();
      for (const file of [ours, machines])
        if (kept !== null && kept !== (await textOf(file))) await writeAtomically(file, kept, world.random);
    },
  };
}
