import { resolve } from 'node:path';
import type { CloudAccount, CredentialsSource } from '../../config/cloud-toml/cloud-config';
import { HelixError } from '../../errors';
import type { Host } from '../host/host';
import { commandOutput } from './command-output';
import { fileText } from './file-text';
import { processCredentials } from './process-credentials';
import { isProviderVariable, FIRST_VARIABLE } from './provider-variables';
import { sharedProfile } from './shared-profile';
import { variableLines } from './variable-lines';

/** Variables as a provider's tools read them. Their values are secret. */
export type CloudVariables = Readonly<Record<string, string>>;

/**
 * The credentials of an account of `cloud.toml`, as the variables that the provider's own tools read; none when the
 * account does not say where they are. An AWS key that ends some time has that in `AWS_CREDENTIAL_EXPIRATION` (RFC 3339).
 * @throws HelixError `auth` when they are not where the account says; never with anything that a file or a command holds
 */
export async function cloudCredentials(
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
      return fromFile(account, credentials, host);
    case 'command': {
      const said = await commandOutput(credentials.cmd, host.environment);
      const variables = variablesIn(said, account);
      if (variables !== null) return variables;
      throw refusal(
        account,
        `what \`${credentials.cmd[0] ?? ''}\` says is neither NAME=value lines nor JSON`,
        {
          hint: 'It must print `AWS_ACCESS_KEY_ID=...` and the like, or what AWS calls the output of a `credential_process`.',
        },
      );
    }
  }
}

function fromEnvironment(
  account: CloudAccount,
  prefix: string,
  environment: Host['environment'],
): CloudVariables {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || value === '' || !name.startsWith(prefix)) continue;
    // `AWS_` begins the names of the tools' own variables, and means those.
    const isOwn = isProviderVariable(account.provider, name);
    const own = isOwn ? name : name.slice(prefix.length).replace(/^_/, '');
    if (isProviderVariable(account.provider, own)) found[own] = value;
  }
  // With no prefix it is what the provider's tools look at anyway, and they know other places as well.
  if (prefix === '' || Object.keys(found).length > 0) return found;
  throw refusal(account, `no variable of ${account.provider} begins with ${prefix}`, {
    hint: `Set ${prefix}${prefix.endsWith('_') ? '' : '_'}${FIRST_VARIABLE[account.provider]} and what belongs to it.`,
  });
}

async function fromFile(
  account: CloudAccount,
  { path, profile }: Extract<CredentialsSource, { type: 'file' }>,
  { environment, home }: Pick<Host, 'environment' | 'home'>,
): Promise<CloudVariables> {
  const file = resolve(home, path.replace(/^~(?=\/|$)/, home));
  const text = await fileText(file, account.name);
  // Google's tools read the file themselves.
  if (account.provider === 'google' && text.trimStart().startsWith('{')) {
    return { GOOGLE_APPLICATION_CREDENTIALS: file };
  }
  if (account.provider === 'aws' && /^\s*\[/m.test(text)) {
    return sharedProfile(text, profile ?? environment['AWS_PROFILE'] ?? null, file);
  }
  const variables = variablesIn(text, account);
  if (variables !== null) return variables;
  throw refusal(account, `${file} holds no NAME=value lines`, {
    hint: `Such as ${FIRST_VARIABLE[account.provider]}=...; for aws also a file as ~/.aws/credentials is.`,
  });
}

function variablesIn(text: string, { provider }: CloudAccount): CloudVariables | null {
  if (!text.trimStart().startsWith('{')) return variableLines(text);
  if (provider === 'google') return { GOOGLE_CREDENTIALS: text.trim() };
  return provider === 'aws' ? processCredentials(text) : null;
}

function refusal(account: CloudAccount, why: string, { hint }: { hint: string }): HelixError {
  return new HelixError('auth', `There are no credentials for \`[providers.${account.name}]\`: ${why}.`, {
    hint,
  });
}
