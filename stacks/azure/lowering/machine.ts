import type { JsonObject } from '../../../src/values/json';
import { digestOfText } from '../../../src/values/digest';
import type { LoweredBlocks, Owner } from '../../cloud';
import { boundedName } from '../../identifier';
import { helixExpiresAt, helixImage, helixOp, literal } from '../../template';
import { ARM_TYPES } from '../arm-types';
import { MachineContext } from './machine-context';
import type { AzureMachineSource } from './machine-context';
import { addIdentity } from './machine-identity';
import { addGroup, addInterface } from './machine-network';
import { machineOutputs } from './machine-outputs';
import { customData, userDataOf } from './machine-user-data';
import { IMAGE_PLACEHOLDER } from '../../lowering/placeholders';

/** The name of a machine, which is also its host name, has at most 64 characters. */
const MACHINE_NAME = 64;

/** The user that the SSH key is for. */
const ADMIN = 'helix';

/** The blocks of one machine, in the order in which they depend on each other. */
export function machine(owner: Owner, source: AzureMachineSource): LoweredBlocks {
  const context = new MachineContext(owner, source);
  const { inputs, secrets, expires } = context;
  const { address } = owner;
  addGroup(context);
  const identity = addIdentity(context);
  const nic = addInterface(context);
  const text = userDataOf(context);
  const name = literal(boundedName(inputs.name, MACHINE_NAME));
  const tags = {
    ...context.tags(),
    'helix-op': helixOp(address),
    ...(expires ? { 'helix-expires-at': helixExpiresAt(address) } : {}),
  };
  context.addGroupPart('machine', tags, {
    type: ARM_TYPES.machine,
    name,
    body: { properties: propertiesOf(context, name, nic) },
    ...(identity !== null && {
      identity: [{ type: 'UserAssigned', identity_ids: [identity.id] }],
      // A machine asks for what it is allowed to as soon as it starts.
      depends_on: identity.roles,
    }),
    // It may hold secrets, and Azure never tells it again.
    sensitive_body: { properties: { osProfile: { customData: customData(text, address) } } },
    sensitive_body_version: { [USER_DATA]: '1' },
    replace_triggers_refs: REPLACING,
    replace_triggers_external_values: {
      user_data: digestOfText(text),
      secrets: Object.fromEntries(
        secrets.flatMap(({ variable, handed }) => (handed === null ? [] : [[variable, handed]])),
      ),
      ...(text.includes(IMAGE_PLACEHOLDER) && { image: helixImage(address) }),
    },
    read_query_parameters: { $expand: ['instanceView'] },
    response_export_values: {
      power: "properties.instanceView.statuses[?starts_with(code, 'PowerState/')].code | [0]",
    },
    retry: { error_message_regex: ['NicReservedForAnotherVm'] },
  });
  const primary = context.partAddress('machine');
  return {
    ...context.stack.blocks(),
    primary,
    outputs: machineOutputs(
      {
        machine: primary,
        interface: context.partAddress('interface'),
        address: inputs.publicIp ? context.partAddress('address') : null,
      },
      inputs,
    ),
    probes: context.probes,
    secrets: Object.fromEntries(
      secrets.flatMap(({ variable, handed }) =>
        handed === null ? [] : [[`${address} ${variable}`, handed]],
      ),
    ),
  };
}

const USER_DATA = 'properties.osProfile.customData';

/** The paths in a body that Azure changes for no machine that exists, or for none that runs. */
const REPLACING = [
  'properties.osProfile.computerName',
  'properties.osProfile.adminUsername',
  'properties.osProfile.linuxConfiguration.ssh.publicKeys[].keyData',
  'properties.storageProfile.imageReference.sku',
  'properties.storageProfile.osDisk.diskSizeGB',
  'properties.storageProfile.osDisk.managedDisk.storageAccountType',
  'properties.networkProfile.networkInterfaces[].id',
  'properties.priority',
  'properties.evictionPolicy',
];

function propertiesOf({ inputs }: MachineContext, name: string, nic: string): JsonObject {
  const { disk } = inputs;
  return {
    hardwareProfile: { vmSize: literal(inputs.instanceType) },
    storageProfile: {
      imageReference: {
        publisher: 'Canonical',
        offer: 'ubuntu-24_04-lts',
        sku: inputs.arch === 'arm64' ? 'server-arm64' : 'server',
        version: 'latest',
      },
      osDisk: {
        createOption: 'FromImage',
        deleteOption: 'Delete',
        diskSizeGB: disk.sizeGb,
        managedDisk: { storageAccountType: literal(disk.type) },
      },
    },
    osProfile: {
      computerName: name,
      adminUsername: ADMIN,
      linuxConfiguration: {
        disablePasswordAuthentication: true,
        ssh: {
          publicKeys: [{ path: `/home/${ADMIN}/.ssh/authorized_keys`, keyData: literal(inputs.sshKey) }],
        },
      },
    },
    // The interface is a part of its own, and stays when the machine is replaced.
    networkProfile: {
      networkInterfaces: [{ id: nic, properties: { primary: true, deleteOption: 'Detach' } }],
    },
    ...(inputs.spot ? SPOT : {}),
  };
}

/** A machine that Azure may take away at any time, at no more than the usual price: the next apply creates it again. */
const SPOT = { priority: 'Spot', evictionPolicy: 'Delete', billingProfile: { maxPrice: -1 } };
