import { helixId, HELIX_SCOPE, literal } from '../../template';
import { ARM_TYPES } from '../arm-types';
import { securityRules } from './firewall';
import type { MachineContext } from './machine-context';
import { groupName } from './names';

/** Adds the resource group of a machine. Everything else of the machine lies in it, and goes with it. */
export function addGroup(machine: MachineContext): void {
  const { owner, region, inputs, groupId } = machine;
  machine.addPart('group', groupId, {
    type: ARM_TYPES.group,
    parent_id: `/subscriptions/${HELIX_SCOPE}`,
    name: groupName(inputs.name, helixId(owner.address)),
    location: region,
    tags: machine.tags(),
    body: {},
  });
}

/** Adds the network interface of a machine, with its firewall, its address and, where it names no subnet, its network. */
export function addInterface(machine: MachineContext): string {
  const { inputs } = machine;
  const { publicIp, ports, sshCidrs } = inputs;
  const firewall = machine.addGroupPart('firewall', machine.tags(), {
    type: ARM_TYPES.firewall,
    name: 'firewall',
    body: { properties: { securityRules: securityRules(ports, sshCidrs) } },
  });
  const subnet = subnetOf(machine);
  const address = publicIp ? addAddress(machine) : null;
  return machine.addGroupPart('interface', machine.tags(), {
    type: ARM_TYPES.interface,
    name: 'interface',
    body: {
      properties: {
        networkSecurityGroup: { id: firewall },
        ipConfigurations: [
          {
            name: 'main',
            properties: {
              primary: true,
              privateIPAllocationMethod: 'Dynamic',
              subnet: { id: subnet },
              ...(address !== null && { publicIPAddress: { id: address } }),
            },
          },
        ],
      },
    },
    response_export_values: { address: 'properties.ipConfigurations[0].properties.privateIPAddress' },
    // Azure moves no interface to another network, and gives up no address that an interface still has.
    replace_triggers_external_values: { public: publicIp, subnet: literal(inputs.subnetId ?? '') },
    // An interface stays reserved for a machine that could not be made.
    retry: { error_message_regex: ['NicReservedForAnotherVm'] },
  });
}

function subnetOf(machine: MachineContext): string {
  const { subnetId } = machine.inputs;
  if (subnetId !== null) return literal(subnetId);
  const network = machine.addGroupPart('network', machine.tags(), {
    type: ARM_TYPES.network,
    name: 'network',
    body: {
      properties: {
        addressSpace: { addressPrefixes: ['10.71.0.0/24'] },
        subnets: [{ name: 'machines', properties: { addressPrefix: '10.71.0.0/24' } }],
      },
    },
  });
  return `${network}/subnets/machines`;
}

function addAddress(machine: MachineContext): string {
  return machine.addGroupPart('address', machine.tags(), {
    type: ARM_TYPES.address,
    name: 'address',
    body: {
      sku: { name: 'Standard' },
      properties: { publicIPAllocationMethod: 'Static', publicIPAddressVersion: 'IPv4' },
    },
    response_export_values: { address: 'properties.ipAddress' },
  });
}
