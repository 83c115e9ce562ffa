import { platform as platformOf } from 'node:os';
import { join } from 'node:path';
import type { SourceText } from '../../config/text/source-text';
import { HelixError } from '../../errors';
import type { Random } from '../../ports/random';
import { LARGEST } from '../../values/sizes';
import type { Host } from '../host/host';
import { readTextAtMost } from '../host/read-at-most';
import { isAbsent, reasonOf } from '../host/read-errors';
import { variableIn } from '../host/variables';
import { writeAtomically } from '../host/write-atomically';

type Where = Pick<Host, 'environment' | 'home'>;

/**
 * Reads the user's cloud.toml, of `helix` in the user's config directory; `tangle/cloud.toml` is read when it is alone. null
 * without one. On macOS `~/Library/Application Support` is looked in last.
 * @throws HelixError `config` for a file that cannot be read
 */
export async function readUserConfigFile(host: Where, platform = platformOf()): Promise<SourceText | null> {
  const mac =
    platform === 'darwin' && host.home !== null ? [join(host.home, 'Library', 'Application Support')] : [];
  for (const directory of [...configDirectory(host), ...mac]) {
    for (const folder of ['helix', 'tangle']) {
      const file = join(directory, folder, 'cloud.toml');
      try {
        return { file, text: await readTextAtMost(file, LARGEST.text) };
      } catch (cause) {
        if (cause instanceof HelixError) throw cause;
        if (await isAbsent(file, cause)) continue;
        throw new HelixError('config', `Cannot read ${file}: ${reasonOf(cause)}.`, { cause });
      }
    }
  }
  return null;
}

/** Returns the path of the user's cloud.toml. @throws HelixError `config` without a home directory */
export function userConfigPlace(host: Where): string {
  const [directory] = configDirectory(host);
  if (directory !== undefined) return join(directory, 'helix', 'cloud.toml');
  throw new HelixError('config', 'There is no home directory for cloud.toml.', {
    hint: 'Set HOME, or XDG_CONFIG_HOME.',
  });
}

/** Replaces the user's cloud.toml. A new one is for the user alone. @throws HelixError `config` where it cannot be written */
export async function writeUserConfigFile(host: Where, text: string, random: Random): Promise<void> {
  const file = userConfigPlace(host);
  try {
    await writeAtomically(file, text, random, 0o600);
  } catch (cause) {
    throw new HelixError('config', `Cannot write ${file}: ${reasonOf(cause)}.`, { cause });
  }
}

function configDirectory({ environment, home }: Where): readonly string[] {
  const named = variableIn(environment, 'XDG_CONFIG_HOME');
  if (named !== undefined) return [named];
  return home === null ? [] : [join(home, '.config')];
}
