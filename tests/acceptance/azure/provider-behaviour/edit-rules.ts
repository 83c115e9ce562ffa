import type { Json } from '../../../../src/values/json';
import type { EditRules } from '../../terraform/provider-behaviour/attribute-edits';

/** Another version of the API of each type that the provider knows. */
const OTHER_VERSIONS: Readonly<Record<string, string>> = {
  'Microsoft.Authorization/roleAssignments': '2020-10-01-preview',
  'Microsoft.Compute/virtualMachines': '2024-03-01',
  'Microsoft.ContainerRegistry/registries': '2022-12-01',
  'Microsoft.ManagedIdentity/userAssignedIdentities': '2018-11-30',
  'Microsoft.Network/networkInterfaces': '2023-11-01',
  'Microsoft.Network/networkSecurityGroups': '2023-11-01',
  'Microsoft.Network/publicIPAddresses': '2023-11-01',
  'Microsoft.Network/virtualNetworks': '2023-11-01',
  'Microsoft.Resources/resourceGroups': '2023-07-01',
};

const GROUP = '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/other';
const NETWORK = `${GROUP}/providers/Microsoft.Network`;

const VALUES: EditRules['values'] = {
  identity: [
    {
      type: 'UserAssigned',
      identity_ids: [`${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/other`],
    },
  ],
  location: 'northeurope',
  name: 'another12345',
  parent_id: (id) =>
    (id as string).endsWith('.id}') ? GROUP : '/subscriptions/11111111-2222-3333-4444-888888888888',
  read_query_parameters: { $expand: ['userData'] },
  replace_triggers_external_values: { another: 'value' },
  replace_triggers_refs: ['properties.other'],
  response_export_values: { another: 'id' },
  retry: { error_message_regex: ['Another'] },
  sensitive_body: { properties: { osProfile: { customData: 'YW5vdGhlcg==' } } },
  sensitive_body_version: { 'properties.osProfile.customData': '2' },
  type: (type) => otherVersion(type as string),
  'body.properties.addressSpace.addressPrefixes': ['10.72.0.0/24'],
  'body.properties.evictionPolicy': 'Deallocate',
  'body.properties.ipConfigurations.properties.privateIPAllocationMethod': 'Static',
  'body.properties.ipConfigurations.properties.publicIPAddress.id': `${NETWORK}/publicIPAddresses/other`,
  'body.properties.ipConfigurations.properties.subnet.id': `${NETWORK}/virtualNetworks/shared/subnets/other`,
  'body.properties.networkProfile.networkInterfaces.id': `${NETWORK}/networkInterfaces/other`,
  'body.properties.networkProfile.networkInterfaces.properties.deleteOption': 'Delete',
  'body.properties.networkSecurityGroup.id': `${NETWORK}/networkSecurityGroups/other`,
  'body.properties.osProfile.linuxConfiguration.ssh.publicKeys.keyData': 'ssh-rsa AAAAB3NzaC1yc2E other',
  'body.properties.principalId': 'e6e7a1ba-7d45-4e5f-8a05-0a1b2c3d4e5f',
  'body.properties.principalType': 'User',
  'body.properties.priority': 'Regular',
  'body.properties.publicIPAddressVersion': 'IPv6',
  'body.properties.publicIPAllocationMethod': 'Dynamic',
  'body.properties.securityRules': [],
  'body.properties.storageProfile.osDisk.createOption': 'Attach',
  'body.properties.storageProfile.osDisk.deleteOption': 'Detach',
  'body.properties.storageProfile.osDisk.managedDisk.storageAccountType': 'Premium_LRS',
  'body.sku.name': (name) => (name === 'Basic' ? 'Premium' : 'Basic'),
};

/** The rules by which the attributes of Azure's blocks are edited. */
export const AZURE_EDITS: EditRules = {
  whole: new Set([
    'identity',
    'read_query_parameters',
    'replace_triggers_external_values',
    'replace_triggers_refs',
    'response_export_values',
    'retry',
    'securityRules',
    'sensitive_body',
    'sensitive_body_version',
    'tags',
  ]),
  fixed: new Set(),
  values: Object.fromEntries(
    Object.entries(VALUES).map(([path, value]) => [`azapi_resource.${path}`, value]),
  ),
  kindOf: ({ type }) => kindOfType(type),
};

function otherVersion(type: string): string {
  const kind = kindOfType(type);
  return `${kind}@${OTHER_VERSIONS[kind] ?? ''}`;
}

function kindOfType(type: Json | undefined): string {
  return typeof type === 'string' ? (type.split('@')[0] ?? '') : '';
}
