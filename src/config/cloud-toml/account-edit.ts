import { isObject } from '../../values/is-object';
import type { MachineCloud } from '../../clouds';
import { editTable } from '../edit/table-edit';
import { removeTable, setKey } from '../edit/edit';
import type { Edit } from '../edit/edit';
import { parseToml } from '../text/document';
import type { SourceText } from '../text/source-text';
import type { TomlValue } from '../text/toml-text';
import { isSameCloud } from './canonical-words';
import type { CredentialsSource } from './cloud-config';

/** An account as it is to stand in cloud.toml; null leaves what is there. */
export interface AccountEdit {
  readonly name: string;
  readonly provider: MachineCloud;
  readonly region: string | null;
  readonly credentials: CredentialsSource | null;
  readonly projectId: string | null;
  readonly isDefault: boolean;
}

/** Writes an account into the text of cloud.toml, in place; every other byte stays. */
export function editAccount(source: SourceText, edit: AccountEdit): Edit {
  const { name, provider, region, credentials, projectId, isDefault } = edit;
  const data = dataOf(source);
  const old = isObject(data['providers']) ? data['providers'][name] : undefined;
  // The name of a cloud needs no type beside it.
  const needsType = !isSameCloud(name, provider) || (isObject(old) && Object.hasOwn(old, 'provider_type'));
  const edited = editTable(source, ['providers', name], {
    ...(needsType && { provider_type: provider }),
    ...(region !== null && { default_region: region }),
    ...(credentials !== null && { credentials: credentialsTable(credentials) }),
    ...(projectId !== null && { project_id: projectId }),
  });
  if (edited.text === null || !isDefault) return edited;
  return setDefault({ ...source, text: edited.text }, name);
}

/** Removes an account, and the default that names it. */
export function removeAccount(source: SourceText, name: string, isDefault: boolean): Edit {
  const edited = removeTable(source, ['providers', name]);
  if (edited.text === null || !isDefault) return edited;
  const current = { ...source, text: edited.text };
  const data = dataOf(current);
  if (Object.hasOwn(data, 'default_provider')) return removeTable(current, ['default_provider']);
  const { defaults } = data;
  // A single account is the default without a key that says so.
  if (!isObject(defaults) || !Object.hasOwn(defaults, 'provider')) return edited;
  return removeTable(current, ['defaults', 'provider']);
}

function setDefault(source: SourceText, name: string): Edit {
  // The older key wins where it is there.
  if (Object.hasOwn(dataOf(source), 'default_provider')) return setKey(source, [], 'default_provider', name);
  return setKey(source, ['defaults'], 'provider', name);
}

function dataOf(source: SourceText): Record<string, unknown> {
  return parseToml(source).document?.data ?? {};
}

function credentialsTable(credentials: CredentialsSource): TomlValue {
  switch (credentials.type) {
    case 'file': {
      const { type, path, profile } = credentials;
      return { type, path, ...(profile !== null && { profile }) };
    }
    case 'environment':
      return { type: credentials.type, prefix: credentials.prefix };
    case 'command':
      return { type: credentials.type, cmd: credentials.cmd };
  }
}
