import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../host/host';
import { proxiesIn } from './docker-config';
import { configFolder } from './find-endpoint';

const NAMES = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'ALL_PROXY', 'NO_PROXY'] as const;

/**
 * Reads the variables that name proxies, in both spellings, for what runs in the engine: those of Docker's `config.json`,
 * else those of this environment. A URL may hold a password.
 */
export async function readProxies(
  host: Pick<Host, 'environment' | 'home'>,
): Promise<Readonly<Record<string, string>>> {
  const config = await readFile(join(configFolder(host), 'config.json'), 'utf8').catch(() => '');
  const configured = proxiesIn(config);
  const proxies: Record<string, string> = {};
  for (const name of NAMES) {
    const spellings = [name, name.toLowerCase()];
    const values = [configured[name], ...spellings.map((spelling) => host.environment[spelling])];
    const value = values.find((one) => one !== undefined && one !== '');
    if (value !== undefined) for (const spelling of spellings) proxies[spelling] = value;
  }
  return proxies;
}
