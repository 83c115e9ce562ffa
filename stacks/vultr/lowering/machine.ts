import type { JsonObject } from '../../../src/values/json';
import type { LoweredBlocks, Owner, Placed } from '../../cloud';
import { boundedName, identifier } from '../../identifier';
import type { Probe, TerraformAddress } from '../../lowered';
import { BlockStack } from '../../lowering/block-stack';
import { machineOutputs } from '../../lowering/machine-outputs';
import { openMachine } from '../../lowering/open-machine';
import { PlainData } from '../../lowering/plain-data';
import { PlainResource } from '../../lowering/plain-resource';
import { helixId, literal } from '../../template';
import { firewallRules } from './firewall';
import { instanceUserData } from './machine-user-data';
import { tagsOf } from './tags';

/** The number of Ubuntu 24.04 among Vultr's operating systems. */
const UBUNTU = 2284;
const LONGEST_NAME = 64;

/** The blocks of one machine, in the order in which they depend on each other. */
export function machine(owner: Owner, { name, region, inputs: json, expiresAt }: Placed): LoweredBlocks {
  const inputs = openMachine(owner.address, json, 'Vultr');
  const stack = new BlockStack();
  const probes: Record<TerraformAddress, Probe> = {};
  const id = identifier(name);
  const addPart = (type: string, probe: Probe, attributes: JsonObject, part = id): TerraformAddress => {
    const address = `${type}.${part}`;
    probes[address] = probe;
    new PlainResource(stack, address, attributes);
    return address;
  };
  const cloudName = `${literal(boundedName(inputs.name, LONGEST_NAME - 9))}-${helixId(owner.address)}`;
  // The provider itself asks for nothing before it creates: a rejected key is known before anything is made.
  new PlainData(stack, 'data.vultr_account.current', {});
  const group = addPart('vultr_firewall_group', { by: 'name', name: cloudName }, { description: cloudName });
  const rules = [...firewallRules(inputs.ports, inputs.sshCidrs)].map(([rule, attributes]) =>
    addPart(
      'vultr_firewall_rule',
      { by: 'create' },
      { firewall_group_id: `\${${group}.id}`, ...attributes },
      `${id}-${rule}`,
    ),
  );
  const primary = addPart(
    'vultr_instance',
    { by: 'op' },
    {
      label: cloudName,
      region,
      plan: literal(inputs.instanceType),
      os_id: UBUNTU,
      user_data: instanceUserData(owner, inputs),
      firewall_group_id: `\${${group}.id}`,
      enable_ipv6: false,
      backups: 'disabled',
      ddos_protection: false,
      activation_email: false,
      ...(inputs.subnetId === null ? {} : { vpc_ids: [literal(inputs.subnetId)] }),
      tags: tagsOf(owner, inputs.tags, expiresAt !== null),
      depends_on: rules,
    },
  );
  if (inputs.disk !== null) {
    addPart(
      'vultr_block_storage',
      { by: 'name', name: cloudName },
      {
        label: cloudName,
        region,
        size_gb: inputs.disk.sizeGb,
        block_type: 'high_perf',
        attached_to_instance: `\${${primary}.id}`,
        live: true,
      },
    );
  }
  return {
    ...stack.blocks(),
    primary,
    outputs: {
      ...machineOutputs(primary, { public: 'main_ip', private: 'internal_ip' }, inputs),
      dashboard_url: { address: primary, attribute: 'id', format: `${DASHBOARD}{}` },
    },
    probes,
    secrets: {},
  };
}

const DASHBOARD = 'https://my.vultr.com/subs/?id=';
