import { HelixError } from '../../errors';
import type { ApiKey } from '../../ports/credentials';
import type { KeyInfo, KeyService, Me } from '../../ports/keys';
import type { Ports } from '../../ports/ports';
import { resolveEndpoint } from '../project/resolve-endpoint';

/** The keys of an account, and the one in use. */
export interface OpenKeys {
  readonly endpoint: string;
  readonly current: ApiKey;
  readonly keys: KeyService;
}

/** @throws HelixError `auth` without a key, `usage` for the embedded emulator, which has none */
export async function openKeys(ports: Ports, directory: string): Promise<OpenKeys> {
  const endpoint = await resolveEndpoint(ports, directory);
  if (endpoint === 'embedded') throw new HelixError('usage', 'the embedded emulator needs no key');
  const current = await ports.credentials.read();
  if (current === null) {
    throw new HelixError('auth', `${endpoint} asks for an API key, and there is none.`, {
      hint: 'Run `helix login`, or set HELIX_API_KEY.',
    });
  }
  const keys = await ports.helixCloud.loadKeys(endpoint, current.key, current.source);
  return { endpoint, current, keys };
}

/** Returns all keys, oldest first, and the one in use. */
export async function listKeys(
  ports: Ports,
  directory: string,
): Promise<readonly (KeyInfo & { readonly inUse: boolean })[]> {
  const { keys } = await openKeys(ports, directory);
  const [me, all]: [Me, readonly KeyInfo[]] = await Promise.all([keys.readMe(), keys.list()]);
  return all.map((key) => ({ ...key, inUse: key.id === me.key.id }));
}
