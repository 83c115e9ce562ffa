import { TerraformFailure } from '../program/failure';
import type { InstallLock } from './install-lock';
import { errorsIn } from '../program/messages';
import type { Diagnostic } from '../program/messages';
import type { TerraformEnd } from '../program/terraform-command';
import type { WorkDirectory } from '../stack/work-directory';

/** Files about providers that all stacks of a project share. */
export interface ProviderFiles {
  /** Variables that tell Terraform where providers are cached. */
  readonly variables: Readonly<Record<string, string>>;
  /** Puts the project's lock file into a work directory. */
  readonly bring: (directory: WorkDirectory) => Promise<void>;
  /** The same, and where the project has none yet, what was last installed on this machine. */
  readonly bringForInit: (directory: WorkDirectory) => Promise<void>;
  /** Keeps what a work directory's lock file says, beside the project and for other projects of this machine. */
  readonly keep: (directory: WorkDirectory) => Promise<void>;
  /** Installing is one at a time on a machine: the cache cannot take two. */
  readonly installing: InstallLock;
}

/** What Terraform says of a directory that was not initialised, or not for these providers. */
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
 * Installs the providers that a stack needs, as the project's lock file says; where Helix itself asks for another version
 * the lock file follows. Without a lock file Terraform would install into the cache anew, under the feet of all who are
 * planning with what lies there.
 * @throws TerraformFailure
 */
export async function initialise(
  directory: WorkDirectory,
  run: (words: readonly string[]) => Promise<TerraformEnd>,
  files: ProviderFiles,
  signal?: AbortSignal,
): Promise<void> {
  await files.installing.hold(async () => {
    await files.bringForInit(directory);
    const words = ['init', '-input=false', '-no-color', '-reconfigure'];
    let end = await run(words);
    if (end.code !== 0 && /-upgrade/.test(end.complaints)) end = await run([...words, '-upgrade']);
    if (end.code !== 0) throw new TerraformFailure('init', errorsIn(end.messages), end.complaints);
    await files.keep(directory);
  }, signal);
}
