import { isAbsolute, resolve } from 'node:path';
import { cloudOf } from '../../clouds';
import type { CloudVariables } from '../../clouds/credentials';
import type { CloudAccount, CredentialsSource } from '../../config/cloud-toml/cloud-config';
import { HelixError } from '../../errors';
import type { Host } from '../host/host';
import { runCommand } from './run-command';
import { readCredentialsFile } from './read-credentials-file';
import { variableLines } from './variable-lines';

/**
 * Reads the credentials of an account of `cloud.toml`, as the variables that the provider's own tools read; empty when the
 * account has no `credentials`.
 * @throws HelixError `auth` when they are missing, without any text of a file or of a command
 */
export async function readCloudCredentials(
  account: CloudAccount,
  host: Pick<Host, 'environment' | 'home'>,
): Promise<CloudVariables> {
  const { credentials } = account;
  switch (credentials?.type) {
    case undefined:
      return {};
    case 'environment':
      return fromEnvironment(account, credentials.prefix, host.environment);
    case 'file':
      return readFromFile(account, credentials, host);
    case 'command': {
      const output = await runCommand(credentials.cmd, host.environment);
      const variables = variablesIn(output, account);
      if (variables !== null) return variables;
      throw refusal(
        account,
        `the output of \`${credentials.cmd[0] ?? ''}\` is neither NAME=value lines nor JSON`,
        { hint: `It must print ${formsOf(account, 'command')}.` },
      );
    }
  }
}

/**
 * Reads the credentials of the account that `requireAccount` returned for a name. Without a name an account may leave the
 * search to the cloud's own tools; a named one never falls back to what the environment holds.
 * @throws HelixError `auth` like `readCloudCredentials`, and for a named account that tells no place of its credentials
 */
export async function readCredentialsOf(
  account: CloudAccount | null,
  name: string | null,
  host: Pick<Host, 'environment' | 'home'>,
): Promise<CloudVariables> {
  if (account === null) return {};
  if (account.credentials !== null || name === null) return readCloudCredentials(account, host);
  throw refusal(account, 'a table that names this account takes none that happen to be in the environment', {
    hint: 'Add `credentials = { type = "environment", prefix = "PREFIX_" }` to it, or another place.',
  });
}

function fromEnvironment(
  account: CloudAccount,
  prefix: string,
  environment: Host['environment'],
): CloudVariables {
  const { family, firstVariable } = cloudOf(account.provider).credentials;
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || value === '' || !name.startsWith(prefix)) continue;
    // A prefix can also be the beginning of the tools' own variables.
    const own = family.test(name) ? name : name.slice(prefix.length).replace(/^_/, '');
    if (family.test(own)) found[own] = value;
  }
  // Without a prefix the provider's tools read the same variables anyway, and other places as well.
  if (prefix === '' || Object.keys(found).length > 0) return found;
  throw refusal(account, `no variable of ${account.provider} begins with ${prefix}`, {
    hint: `Set ${prefix}${prefix.endsWith('_') ? '' : '_'}${firstVariable} and the variables that belong to it.`,
  });
}

async function readFromFile(
  account: CloudAccount,
  { path, profile }: Extract<CredentialsSource, { type: 'file' }>,
  { environment, home }: Pick<Host, 'environment' | 'home'>,
): Promise<CloudVariables> {
  const file = fileAt(path, home, account);
  const text = await readCredentialsFile(file, account.name);
  const { credentials } = cloudOf(account.provider);
  const variables =
    credentials.fromFile?.(text, { path: file, profile, environment }) ?? variablesIn(text, account);
  if (variables !== null) return variables;
  throw refusal(account, `${file} holds no NAME=value lines`, {
    hint: `It must hold ${formsOf(account, 'file')}.`,
  });
}

function fileAt(path: string, home: string | null, account: CloudAccount): string {
  if (isAbsolute(path)) return path;
  if (home !== null) return resolve(home, path.replace(/^~(?=\/|$)/, home));
  throw refusal(account, `they are in ${path}, and there is no home directory`, {
    hint: 'Set HOME, or write an absolute `path` in cloud.toml.',
  });
}

function variablesIn(text: string, { provider }: CloudAccount): CloudVariables | null {
  const { fromJson, fromToken } = cloudOf(provider).credentials;
  if (text.trimStart().startsWith('{')) return fromJson?.(text) ?? null;
  const token = text.trim();
  return variableLines(text) ?? (/^[\w.~+/-]{16,}$/.test(token) ? (fromToken?.(token) ?? null) : null);
}

/** Returns the valid forms of credentials in a file or in the output of a command, for hints. */
function formsOf({ provider }: CloudAccount, source: 'file' | 'command'): string {
  const { firstVariable, otherForms } = cloudOf(provider).credentials;
  const lines = `lines such as \`${firstVariable}=...\``;
  return otherForms === null ? lines : `${lines}, or ${otherForms[source]}`;
}

function refusal(account: CloudAccount, why: string, { hint }: { hint: string }): HelixError {
  return new HelixError('auth', `There are no credentials for \`[providers.${account.name}]\`: ${why}.`, {
    hint,
  });
}
