import { TerraformFailure } from '../program/failure';
import { errorsIn } from '../program/messages';
import type { Diagnostic } from '../program/messages';
import type { TerraformExit } from '../program/terraform-command';
import type { WorkDirectory } from '../stack/work-directory';
import type { InstallLock } from './install-lock';

/** The files about providers that all stacks of a project share. */
export interface ProviderFiles {
  /** The variables that tell Terraform where providers are cached. */
  readonly variables: Readonly<Record<string, string>>;
  /** Copies the project's lock file into a work directory. */
  readonly restore: (directory: WorkDirectory) => Promise<void>;
  /** Does the same; without a lock file in the project it copies that of the last installation on this host. */
  readonly restoreForInit: (directory: WorkDirectory) => Promise<void>;
  /** Saves a work directory's lock file beside the project, and for other projects on this host. */
  readonly save: (directory: WorkDirectory) => Promise<void>;
  /** Only one process on a host installs at a time: the cache is not safe for two. */
  readonly installing: InstallLock;
}

/** The messages of a Terraform whose directory was not initialised, or not for these providers. */
const UNINITIALISED = [
  'Backend initialization required',
  'Inconsistent dependency lock file',
  'Required plugins are not installed',
  'Missing required provider',
  'Module not installed',
  'could not read package directory',
];

export function isUninitialised(errors: readonly Diagnostic[]): boolean {
  return errors.some(({ summary }) => UNINITIALISED.some((known) => summary.startsWith(known)));
}

/**
 * Installs the providers of a stack in the versions of the project's lock file, which is updated when Helix itself asks
 * for another version. Without any lock file Terraform would write into the cache again, while others plan from it.
 * @throws TerraformFailure
 */
export async function initialise(
  directory: WorkDirectory,
  run: (words: readonly string[]) => Promise<TerraformExit>,
  files: ProviderFiles,
  signal?: AbortSignal,
): Promise<void> {
  await files.installing.hold(async () => {
    await files.restoreForInit(directory);
    const words = ['init', '-input=false', '-no-color', '-reconfigure'];
    let exit = await run(words);
    if (exit.code !== 0 && /-upgrade/.test(exit.stderr)) exit = await run([...words, '-upgrade']);
    if (exit.code !== 0) throw new TerraformFailure('init', errorsIn(exit.messages), exit.stderr);
    await files.save(directory);
  }, signal);
}
