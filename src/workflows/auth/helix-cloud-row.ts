import { HelixError } from '../../errors';
import type { ApiKey } from '../../ports/credentials';
import type { Ports } from '../../ports/ports';
import type { AuthRow } from './auth-row';
import { uncheckedRow } from './auth-row';

/** Returns the row of Helix Cloud; with `check` it asks whose key it is. */
export async function readHelixCloudRow(
  ports: Ports,
  endpoint: string,
  { needed, check }: { readonly needed: boolean; readonly check: boolean },
): Promise<AuthRow> {
  const service = `Helix Cloud ${endpoint}`;
  if (endpoint === 'embedded') {
    return { ...uncheckedRow(service, 'no key is needed', false), state: 'ok' };
  }
  let key: ApiKey | null;
  try {
    key = await ports.credentials.read();
  } catch (error) {
    if (!(error instanceof HelixError)) throw error;
    return { ...uncheckedRow(service, null, needed), state: 'refused', reason: error.message };
  }
  const row = uncheckedRow(service, key?.source ?? null, needed);
  if (key === null) return { ...row, reason: 'Run `helix login`, or set HELIX_API_KEY.' };
  const known = { ...row, who: key.userId, reason: key.warning };
  return check ? checkKey(ports, endpoint, key, known) : known;
}

async function checkKey(ports: Ports, endpoint: string, key: ApiKey, row: AuthRow): Promise<AuthRow> {
  try {
    const me = await (await ports.helixCloud.loadKeys(endpoint, key.key, key.source)).readMe();
    const { name, scope, expiresAt } = me.key;
    return { ...row, who: `${me.name} (${name})`, scope, validUntil: expiresAt, state: 'ok' };
  } catch (error) {
    if (!(error instanceof HelixError)) throw error;
    if (error.kind === 'auth') return { ...row, state: 'refused', reason: error.message };
    if (error.kind === 'unreachable') return { ...row, reason: error.message };
    throw error;
  }
}
