import { resolve } from 'node:path';
import { cloudOf } from '../../clouds';
import type { CloudVariables } from '../../clouds/credentials';
import type { CloudAccount, CredentialsSource } from '../../config/cloud-toml/cloud-config';
import { HelixError } from '../../errors';
import type { Host } from '../host/host';
import { commandOutput } from './command-output';
import { fileText } from './file-text';
import { variableLines } from './variable-lines';

/**
 * The credentials of an account of `cloud.toml`, as the variables that the provider's own tools read; none when the
 * account does not say where they are.
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
        { hint: `It must print ${formsOf(account, 'command')}.` },
      );
    }
  }
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
    // A prefix may also be the beginning of the tools' own variables, and means those.
    const own = family.test(name) ? name : name.slice(prefix.length).replace(/^_/, '');
    if (family.test(own)) found[own] = value;
  }
  // With no prefix it is what the provider's tools look at anyway, and they know other places as well.
  if (prefix === '' || Object.keys(found).length > 0) return found;
  throw refusal(account, `no variable of ${account.provider} begins with ${prefix}`, {
    hint: `Set ${prefix}${prefix.endsWith('_') ? '' : '_'}${firstVariable} and what belongs to it.`,
  });
}

async function fromFile(
  account: CloudAccount,
  { path, profile }: Extract<CredentialsSource, { type: 'file' }>,
  { environment, home }: Pick<Host, 'environment' | 'home'>,
): Promise<CloudVariables> {
  const file = resolve(home, path.replace(/^~(?=\/|$)/, home));
  const text = await fileText(file, account.name);
  const { credentials } = cloudOf(account.provider);
  const variables =
    credentials.fromFile?.(text, { path: file, profile, environment }) ?? variablesIn(text, account);
  if (variables !== null) return variables;
  throw refusal(account, `${file} holds no NAME=value lines`, {
    hint: `It must hold ${formsOf(account, 'file')}.`,
  });
}

function variablesIn(text: string, { provider }: CloudAccount): CloudVariables | null {
  if (!text.trimStart().startsWith('{')) return variableLines(text);
  return cloudOf(provider).credentials.fromJson?.(text) ?? null;
}

/** The forms of credentials that a file or a command may hold, for hints. */
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
