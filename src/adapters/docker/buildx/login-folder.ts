import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../host/host';
import type { RegistryLogin } from '../connection/docker-config';

const PREFIX = 'login-';

/**
 * Runs an action with a private folder that holds a Docker configuration with these log-ins and nothing else, and removes
 * it afterwards. Folders that a killed run has left are removed as well.
 */
export async function withLoginFolder<T>(
  parent: string,
  logins: ReadonlyMap<string, RegistryLogin>,
  host: Pick<Host, 'pid' | 'processExists'>,
  action: (folder: string) => Promise<T>,
): Promise<T> {
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent, host);
  const folder = await mkdtemp(join(parent, `${PREFIX}${host.pid}-`));
  try {
    await chmod(folder, 0o700);
    await writeFile(join(folder, 'config.json'), dockerConfig(logins), { mode: 0o600 });
    return await action(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Returns the text of a Docker configuration. */
export function dockerConfig(logins: ReadonlyMap<string, RegistryLogin>): string {
  const auths = Object.fromEntries([...logins].map(([registry, login]) => [registry, entryOf(login)]));
  return JSON.stringify({ auths });
}

function entryOf(login: RegistryLogin): Record<string, string> {
  if ('identitytoken' in login) return { identitytoken: login.identitytoken };
  const { username, password } = login;
  return { auth: Buffer.from(`${username}:${password}`).toString('base64') };
}

async function removeAbandoned(
  parent: string,
  { processExists }: Pick<Host, 'processExists'>,
): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : NaN;
    if (Number.isNaN(pid) || processExists(pid)) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
}
