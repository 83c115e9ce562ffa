import { join } from 'node:path';
import { HelixError } from '../../../errors';
import type { FlyLogin } from '../../../resources/fly-app';
import { LARGEST } from '../../../values/sizes';
import type { Host } from '../../host/host';
import { readTextAtMost } from '../../host/read-at-most';
import { sendableKey, variableIn } from '../../host/variables';
import { flyctlConfigFile, readFlyctlToken } from './flyctl-config';

/** The places of a token. */
export interface TokenPlaces {
  readonly host: Pick<Host, 'environment' | 'home'>;
  /** The folder of the project. */
  readonly root: string;
}

/**
 * Finds the token of a log-in: of the environment, and for `Cli` that of flyctl, for `ApiKey` the key that HelixDB 2.x has
 * written into the project.
 * @throws HelixError `auth` where there is none
 */
export async function findToken(login: FlyLogin, { host, root }: TokenPlaces): Promise<string> {
  const { environment } = host;
  for (const name of ['FLY_API_TOKEN', 'FLY_ACCESS_TOKEN'] as const) {
    const given = sendableKey(`The variable ${name}`, variableIn(environment, name));
    if (given !== undefined) return given;
  }
  const file = flyctlConfigFile(host);
  const found = login === 'Cli' ? await readFlyctlToken(host) : await readProjectKey(root);
  if (found !== null) return sendableKey(`The token in ${login === 'Cli' ? file : PROJECT_KEYS}`, found);
  throw new HelixError(
    'auth',
    login === 'Cli'
      ? `There is no token of Fly: FLY_API_TOKEN is not set, and flyctl is not signed in${file === null ? '' : ` (${file})`}.`
      : 'There is no token of Fly: FLY_API_TOKEN is not set.',
    {
      hint: 'Set FLY_API_TOKEN to the output of `fly tokens create org`, or run `fly auth login` and write `auth_type = "Cli"`.',
    },
  );
}

/** The file of a project in which HelixDB 2.x keeps its keys. */
const PROJECT_KEYS = join('.helix', 'helix.env');

/** Reads the key that HelixDB 2.x has put into the project; null without one. */
async function readProjectKey(root: string): Promise<string | null> {
  const text = await readTextAtMost(join(root, PROJECT_KEYS), LARGEST.credentials).catch(() => '');
  const key = /^(?:export[ \t]+)?FLY_API_(?:KEY|TOKEN)=(.*)$/m.exec(text)?.[1]?.trim() ?? '';
  const token = key.replace(/^(["'])(.*)\1$/, '$2');
  return token === '' ? null : token;
}
