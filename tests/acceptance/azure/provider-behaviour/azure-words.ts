import type { JsonObject } from '../../../../src/values/json';
import type { CloudWords } from '../../terraform/provider-behaviour/input-edits';
import {
  inputEdits,
  KEY,
  SAMPLE_INSTANCE,
  SAMPLE_REPOSITORY,
} from '../../terraform/provider-behaviour/input-edits';

import type { InputEdit } from '../../terraform/provider-behaviour/observed';

const NETWORKS =
  '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/net/providers/Microsoft.Network/virtualNetworks';

/** The words of Azure for inputs and their edits. */
export const AZURE_WORDS: CloudWords = {
  instance: {
    ...SAMPLE_INSTANCE,
    provider: 'azure',
    region: 'westeurope',
    instance_type: 'Standard_D2as_v5',
    disk: { type: 'StandardSSD_LRS', size_gb: 40, attached: false },
    ssh_key: KEY('A'),
    secrets: { API_TOKEN: 'env:API_TOKEN' },
  },
  repository: { ...SAMPLE_REPOSITORY, region: 'westeurope' },
  type: 'Standard_D4as_v5',
  armType: 'Standard_D2ps_v5',
  diskType: 'Premium_LRS',
  subnets: { one: `${NETWORKS}/shared/subnets/one`, other: `${NETWORKS}/shared/subnets/other` },
  secret: 'https://vault.vault.azure.net/secrets/database',
  keyName: null,
  registry: 'mirror.example.com',
};

/** The edits of inputs on Azure, where no machine is without a key, and a registry of ours exists only after it was applied. */
export function azureEdits(): readonly InputEdit[] {
  return inputEdits(AZURE_WORDS)
    .filter(({ kind, before, after }) => kind !== 'instance' || (hasKey(before) && hasKey(after)))
    .map((edit) => {
      if (edit.kind !== 'instance' || edit.case !== 'registry') return edit;
      return { ...edit, before: { ...edit.before, registry: 'other.example.com' } };
    });
}

function hasKey({ ssh_key: key }: JsonObject): boolean {
  return key !== null;
}
