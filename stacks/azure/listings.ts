import type { JsonObject } from '../../src/values/json';
import type { TerraformAddress } from '../lowered';
import { HELIX_SCOPE } from '../template';

/** A data source that lists what the subscription has of one type, with a name by which a user refers to each. */
interface Listing {
  readonly address: TerraformAddress;
  readonly block: JsonObject;
}

/** The container registries of the subscription, by host. */
export const REGISTRIES = listing(
  'registries',
  'Microsoft.ContainerRegistry/registries@2023-07-01',
  'properties.loginServer',
);

/** The key vaults of the subscription, by name. */
export const VAULTS = listing('vaults', 'Microsoft.KeyVault/vaults@2023-07-01', 'name');

const LISTINGS: readonly Listing[] = [REGISTRIES, VAULTS];

/** Returns the expression of the ids of that name: one, or none where the subscription does not have it. */
export function listedIds({ address }: Listing, name: string): string {
  return `[for one in ${address}.output.found : one.id if lower(one.name) == ${JSON.stringify(name.toLowerCase())}]`;
}

/** Returns the listings that a text refers to. */
export function listingsIn(text: string): Record<TerraformAddress, JsonObject> {
  const used = LISTINGS.filter(({ address }) => text.includes(`${address}.`));
  return Object.fromEntries(used.map(({ address, block }) => [address, block]));
}

function listing(name: string, type: string, path: string): Listing {
  return {
    address: `data.azapi_resource_list.${name}`,
    block: {
      type,
      parent_id: `/subscriptions/${HELIX_SCOPE}`,
      response_export_values: { found: `value[].{id: id, name: ${path}}` },
    },
  };
}
