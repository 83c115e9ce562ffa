/** The types of parts on Azure, with the version of the API whose bodies the lowering writes. */
export const ARM_TYPES = {
  group: 'Microsoft.Resources/resourceGroups@2024-03-01',
  network: 'Microsoft.Network/virtualNetworks@2024-05-01',
  firewall: 'Microsoft.Network/networkSecurityGroups@2024-05-01',
  address: 'Microsoft.Network/publicIPAddresses@2024-05-01',
  interface: 'Microsoft.Network/networkInterfaces@2024-05-01',
  machine: 'Microsoft.Compute/virtualMachines@2024-07-01',
  identity: 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31',
  role: 'Microsoft.Authorization/roleAssignments@2022-04-01',
  registry: 'Microsoft.ContainerRegistry/registries@2023-07-01',
} as const;

export type ArmType = (typeof ARM_TYPES)[keyof typeof ARM_TYPES];

const TYPES: readonly ArmType[] = Object.values(ARM_TYPES);

/** Returns the type of a resource by its ARM id, which may be a template; null for a type that no part has. */
export function armTypeOf(id: string): ArmType | null {
  const [, named] = /.*\/providers\/([^/]+\/[^/]+)\//.exec(id) ?? [];
  const name = named ?? (id.includes('/resourceGroups/') ? 'Microsoft.Resources/resourceGroups' : '');
  return TYPES.find((type) => type.startsWith(`${name}@`)) ?? null;
}
