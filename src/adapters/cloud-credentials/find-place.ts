import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { cloudOf } from '../../clouds';
import type { MachineCloud } from '../../clouds';
import { cloudAccount } from '../../config/cloud-toml/cloud-config';
import type { CloudAccount, CredentialsSource } from '../../config/cloud-toml/cloud-config';
import type { Host } from '../host/host';

/** The kind of place that credentials are in. */
type CredentialsPlace = CredentialsSource['type'];

type Where = Pick<Host, 'environment' | 'home'>;

/**
 * Finds the place of a cloud's credentials on this host: that of the account, else where the cloud's tools look. Reads
 * none of them, runs no program and asks nobody; null where there are none.
 */
export async function findCredentialsPlace(
  cloud: MachineCloud,
  config: Parameters<typeof cloudAccount>[0],
  host: Where,
): Promise<CredentialsPlace | null> {
  const account = cloudAccount(config, cloud);
  if (account?.credentials) return findAccountPlace(account, account.credentials, host);
  const { variables, files } = cloudOf(cloud).credentials.places;
  if (variables.some((name) => isSet(host.environment[name]))) return 'environment';
  for (const file of files) if (await checkExists(file, host)) return 'file';
  return null;
}

async function findAccountPlace(
  { provider }: CloudAccount,
  credentials: CredentialsSource,
  host: Where,
): Promise<CredentialsPlace | null> {
  switch (credentials.type) {
    case 'command':
      return 'command';
    case 'file':
      return (await checkExists(credentials.path.replace(/^~\//, ''), host)) ? 'file' : null;
    case 'environment': {
      const { family } = cloudOf(provider).credentials;
      const { prefix } = credentials;
      const isFound = Object.entries(host.environment).some(([name, value]) => {
        if (!isSet(value) || !name.startsWith(prefix)) return false;
        return family.test(name) || family.test(name.slice(prefix.length).replace(/^_/, ''));
      });
      return isFound ? 'environment' : null;
    }
  }
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '';
}

async function checkExists(path: string, { home }: Where): Promise<boolean> {
  const file = resolve(home ?? '/', path);
  return access(file).then(
    () => true,
    () => false,
  );
}
