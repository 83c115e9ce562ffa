import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../../../src/values/json';
import { refuse } from './arm-errors';
import { objectsAt, textAt, valueAt } from './arm-store';
import type { ArmResource, ArmStore } from './arm-store';

/** The rules of Azure for the resources of one type. Each is a sentence of the README. */
export interface ArmRules {
  /** Refuses a PUT; `before`: what it would change. */
  readonly check?: (target: ArmResource, before: ArmResource | undefined, store: ArmStore) => void;
  /** Refuses a deletion. */
  readonly checkDelete?: (target: ArmResource, store: ArmStore) => void;
  /** Returns what Azure adds to `properties` in an answer. */
  readonly computed?: (target: ArmResource, store: ArmStore) => JsonObject;
}

const NETWORK = 'Microsoft.Network';
const INTERFACES = `${NETWORK}/networkInterfaces`;
const MACHINES = 'Microsoft.Compute/virtualMachines';
const IDENTITIES = 'Microsoft.ManagedIdentity/userAssignedIdentities';
const ROLES = 'Microsoft.Authorization/roleAssignments';

/** The rules by type. */
export const ARM_RULES: Readonly<Record<string, ArmRules>> = {
  [`${NETWORK}/virtualNetworks`]: {
    checkDelete: ({ id }, store) => {
      const used = store
        .list(INTERFACES)
        .some(({ body }) => subnetsOf(body).some((one) => startsWith(one, id)));
      if (used) refuse(400, 'InUseSubnetCannotBeDeleted', 'A subnet is in use by an interface.');
    },
    computed: ({ id, body }) => ({
      subnets: objectsAt(body, 'properties.subnets').map((subnet) => ({
        ...subnet,
        id: `${id}/subnets/${textAt(subnet, 'name')}`,
      })),
    }),
  },
  [`${NETWORK}/networkSecurityGroups`]: {
    check: ({ body }) => {
      const rules = objectsAt(body, 'properties.securityRules').map(({ properties }) => properties);
      const priorities = rules.map((rule) => Number(valueAt(rule, 'priority')));
      if (new Set(priorities).size < priorities.length || priorities.some((one) => one < 100 || one > 4096)) {
        refuse(
          400,
          'SecurityRuleConflict',
          'Priorities lie between 100 and 4096, and no two rules share one.',
        );
      }
      for (const rule of rules) {
        const prefixes = (valueAt(rule, 'sourceAddressPrefixes') ?? []) as readonly string[];
        if (new Set(prefixes.map((one) => one.includes(':'))).size > 1) {
          refuse(400, 'SecurityRuleAddressFamiliesMixed', 'A rule takes addresses of one family.');
        }
      }
    },
    checkDelete: ({ id }, store) => {
      const used = store
        .list(INTERFACES)
        .some(({ body }) => same(textAt(body, 'properties.networkSecurityGroup.id'), id));
      if (used) refuse(400, 'InUseNetworkSecurityGroupCannotBeDeleted', 'An interface has it.');
    },
  },
  [`${NETWORK}/publicIPAddresses`]: {
    checkDelete: ({ id }, store) => {
      const used = store.list(INTERFACES).some(({ body }) => addressesOf(body).some((one) => same(one, id)));
      if (used) refuse(400, 'PublicIPAddressCannotBeDeleted', 'An interface has it.');
    },
    computed: ({ id }) => ({ ipAddress: `203.0.113.${byteOf(id)}` }),
  },
  [INTERFACES]: {
    check: ({ body }, before, store) => {
      const named = [textAt(body, 'properties.networkSecurityGroup.id'), ...addressesOf(body)];
      for (const id of named) {
        if (id !== '' && store.get(id) === undefined) refuse(404, 'NotFound', `Resource ${id} not found.`);
      }
      for (const subnet of subnetsOf(body)) {
        const network = store.get(subnet.replace(/\/subnets\/[^/]+$/, ''));
        const names = objectsAt(network?.body, 'properties.subnets').map((one) => textAt(one, 'name'));
        if (!names.includes(subnet.split('/').at(-1) ?? '')) {
          refuse(
            400,
            'InvalidResourceReference',
            `Resource ${subnet} referenced by the interface was not found.`,
          );
        }
        const moved = before !== undefined && !subnetsOf(before.body).some((one) => same(one, subnet));
        if (moved) refuse(400, 'SubnetsNotInSameVnet', 'An interface stays in its network.');
      }
    },
    checkDelete: ({ id }, store) => {
      if (holderOf(id, store) !== null) refuse(400, 'NicInUse', `${id} is used by a machine.`);
    },
    computed: ({ id, body }) => ({
      ipConfigurations: objectsAt(body, 'properties.ipConfigurations').map((one) => ({
        ...one,
        id: `${id}/ipConfigurations/${textAt(one, 'name')}`,
        properties: { ...(one['properties'] as JsonObject), privateIPAddress: `10.71.0.${byteOf(id)}` },
      })),
    }),
  },
  [MACHINES]: { check: checkMachine, computed: machineProperties },
  [IDENTITIES]: {
    computed: ({ id }) => ({ principalId: guidOf(`principal ${id}`), clientId: guidOf(`client ${id}`) }),
  },
  [ROLES]: {
    check: checkRole,
    computed: ({ id }) => ({ scope: id.split('/providers/Microsoft.Auth')[0] ?? '' }),
  },
  'Microsoft.ContainerRegistry/registries': {
    check: ({ name }) => {
      if (!/^[A-Za-z0-9]{5,50}$/.test(name)) {
        refuse(400, 'InvalidResourceName', `${name} cannot name a registry: 5 to 50 letters and digits.`);
      }
    },
    computed: ({ name }) => ({ loginServer: `${name.toLowerCase()}.azurecr.io` }),
  },
};

/** The properties that Azure never changes on a machine. */
const FIXED = [
  'osProfile.computerName',
  'osProfile.adminUsername',
  'osProfile.customData',
  'osProfile.linuxConfiguration',
  'storageProfile.imageReference',
  'storageProfile.osDisk.createOption',
  'storageProfile.osDisk.diskSizeGB',
  'storageProfile.osDisk.managedDisk',
  'networkProfile.networkInterfaces',
  'priority',
  'evictionPolicy',
];

function checkMachine(target: ArmResource, before: ArmResource | undefined, store: ArmStore): void {
  const { id, body } = target;
  for (const path of before === undefined ? [] : FIXED) {
    const wanted = valueAt(body, `properties.${path}`);
    // User data that a PUT leaves out stays as it was.
    if (path === 'osProfile.customData' && wanted === undefined) continue;
    if (JSON.stringify(wanted) !== JSON.stringify(valueAt(before?.body, `properties.${path}`))) {
      refuse(409, 'PropertyChangeNotAllowed', `Changing property '${path}' is not allowed.`);
    }
  }
  const keys = objectsAt(body, 'properties.osProfile.linuxConfiguration.ssh.publicKeys');
  if (!keys.some((key) => /^ssh-(rsa|ed25519) /.test(textAt(key, 'keyData')))) {
    refuse(
      400,
      'InvalidParameter',
      'The value of parameter linuxConfiguration.ssh.publicKeys.keyData is invalid.',
    );
  }
  const customData = textAt(body, 'properties.osProfile.customData');
  if (customData.length > 65_536 || !/^[A-Za-z0-9+/]*=*$/.test(customData)) {
    refuse(
      400,
      'InvalidParameter',
      'Custom data in OSProfile must be in Base64 encoding, of at most 64 KiB.',
    );
  }
  const interfaces = objectsAt(body, 'properties.networkProfile.networkInterfaces').map((one) =>
    textAt(one, 'id'),
  );
  if (interfaces.length === 0) refuse(400, 'InvalidParameter', 'A machine needs an interface.');
  for (const nic of interfaces) {
    if (store.get(nic) === undefined) refuse(404, 'NotFound', `Resource ${nic} not found.`);
    const holder = holderOf(nic, store);
    if (holder !== null && !same(holder, id)) refuse(400, 'NicInUse', `${nic} is used by ${holder}.`);
  }
  for (const identity of Object.keys(
    (valueAt(body, 'identity.userAssignedIdentities') ?? {}) as JsonObject,
  )) {
    if (store.get(identity) === undefined) {
      refuse(400, 'FailedIdentityOperation', `Resource ${identity} was not found.`);
    }
  }
}

function machineProperties({ id, body }: ArmResource): JsonObject {
  const { customData: _, ...osProfile } = valueAt(body, 'properties.osProfile') as JsonObject;
  const disk = valueAt(body, 'properties.storageProfile.osDisk') as JsonObject;
  const image = valueAt(body, 'properties.storageProfile.imageReference') as JsonObject;
  return {
    vmId: guidOf(`machine ${id}`),
    osProfile: { ...osProfile, allowExtensionOperations: true },
    storageProfile: {
      imageReference: { ...image, exactVersion: '24.04.202611010' },
      osDisk: { name: `${id.split('/').at(-1) ?? ''}_OsDisk_1_${byteOf(id)}`, ...disk },
    },
  };
}

function checkRole(target: ArmResource, before: ArmResource | undefined, store: ArmStore): void {
  const { id, name, body } = target;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name)) {
    refuse(400, 'InvalidRoleAssignmentId', `The role assignment ID ${name} must be a GUID.`);
  }
  const principal = textAt(body, 'properties.principalId');
  if (!store.list(IDENTITIES).some((one) => guidOf(`principal ${one.id}`) === principal)) {
    refuse(400, 'PrincipalNotFound', `Principal ${principal} does not exist in the directory.`);
  }
  if (before !== undefined && !sameGrant(before.body, body)) {
    refuse(
      400,
      'RoleAssignmentUpdateNotPermitted',
      'Principal, role and scope of an assignment never change.',
    );
  }
  const scope = id.slice(0, id.lastIndexOf('/providers/'));
  const twin = store
    .list(ROLES)
    .find((one) => !same(one.id, id) && startsWith(one.id, scope) && sameGrant(one.body, body));
  if (twin !== undefined)
    refuse(409, 'RoleAssignmentExists', `The role assignment already exists: ${twin.name}.`);
}

function sameGrant(one: Json, other: Json): boolean {
  return ['principalId', 'roleDefinitionId'].every(
    (key) => textAt(one, `properties.${key}`) === textAt(other, `properties.${key}`),
  );
}

/** Returns the machine that has an interface; null for none. */
export function holderOf(nic: string, store: ArmStore): string | null {
  const holder = store
    .list(MACHINES)
    .find(({ body }) =>
      objectsAt(body, 'properties.networkProfile.networkInterfaces').some((one) =>
        same(textAt(one, 'id'), nic),
      ),
    );
  return holder?.id ?? null;
}

function subnetsOf(body: JsonObject): string[] {
  return objectsAt(body, 'properties.ipConfigurations').map((one) => textAt(one, 'properties.subnet.id'));
}

function addressesOf(body: JsonObject): string[] {
  const found = objectsAt(body, 'properties.ipConfigurations').map((one) =>
    textAt(one, 'properties.publicIPAddress.id'),
  );
  return found.filter((id) => id !== '');
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function startsWith(id: string, prefix: string): boolean {
  return id.toLowerCase().startsWith(`${prefix.toLowerCase()}/`);
}

/** A number that looks like chance and depends on the text alone. */
function byteOf(text: string): number {
  return 10 + ((createHash('sha256').update(text.toLowerCase()).digest()[0] ?? 0) % 200);
}

function guidOf(text: string): string {
  const hex = createHash('sha256').update(text.toLowerCase()).digest('hex');
  return [8, 4, 4, 4, 12].map((length, at) => hex.slice(at * 12, at * 12 + length)).join('-');
}
