import { DataDigitaloceanAccount } from '@cdktf/provider-digitalocean/lib/data-digitalocean-account';
import { Droplet } from '@cdktf/provider-digitalocean/lib/droplet';
import { Firewall } from '@cdktf/provider-digitalocean/lib/firewall';
import { Tag } from '@cdktf/provider-digitalocean/lib/tag';
import { Volume } from '@cdktf/provider-digitalocean/lib/volume';
import type { LoweredBlocks, Owner, Placed } from '../../cloud';
import { boundedName, identifier } from '../../identifier';
import type { Probe, TerraformAddress } from '../../lowered';
import { BlockStack } from '../../lowering/block-stack';
import { openMachine } from '../../lowering/open-machine';
import { machineOutputs } from '../../lowering/machine-outputs';
import { helixId, literal } from '../../template';
import { inboundRules, OPEN_EGRESS } from './firewall';
import { imageOf } from './image';
import { dropletUserData, volumeNameOf } from './machine-user-data';
import { expiryTag, idTag, opTag, tagsOf } from './tags';

/** The blocks of one machine, in the order in which they depend on each other. */
export function machine(owner: Owner, { name, region, inputs: json, expiresAt }: Placed): LoweredBlocks {
  const inputs = openMachine(owner.address, json, 'DigitalOcean');
  const stack = new BlockStack();
  const probes: Record<TerraformAddress, Probe> = {};
  const addPart = (type: string, probe: Probe, part = identifier(name)): TerraformAddress => {
    probes[`${type}.${part}`] = probe;
    return `${type}.${part}`;
  };
  const named = (length: number) =>
    `${literal(boundedName(inputs.name, length - 9))}-${helixId(owner.address)}`;
  // The provider itself asks for nothing before it creates: a rejected token is known before anything is made.
  new DataDigitaloceanAccount(stack, 'data.digitalocean_account.current', {});
  const id = new Tag(stack, addPart('digitalocean_tag', { by: 'import', id: idTag(owner) }), {
    name: idTag(owner),
  });
  const op = new Tag(stack, addPart('digitalocean_tag', { by: 'op' }, `${identifier(name)}-op`), {
    name: opTag(owner),
  });
  const firewallName = named(255);
  const firewall = new Firewall(stack, addPart('digitalocean_firewall', { by: 'name', name: firewallName }), {
    name: firewallName,
    // By its tag a droplet is behind it from its first moment.
    tags: [id.name],
    inboundRule: inboundRules(inputs.ports, inputs.sshCidrs),
    outboundRule: OPEN_EGRESS,
  });
  const volumeName = volumeNameOf(inputs, helixId(owner.address));
  const volume =
    inputs.disk === null
      ? null
      : new Volume(stack, addPart('digitalocean_volume', { by: 'name', name: volumeName }), {
          region,
          name: volumeName,
          size: inputs.disk.sizeGb,
          tags: tagsOf(owner, inputs.tags),
        });
  const primary = addPart('digitalocean_droplet', { by: 'op' });
  new Droplet(stack, primary, {
    name: named(255),
    region,
    size: literal(inputs.instanceType),
    image: imageOf(inputs),
    ...(inputs.subnetId === null ? {} : { vpcUuid: literal(inputs.subnetId) }),
    userData: dropletUserData(owner, inputs),
    ...(volume === null ? {} : { volumeIds: [volume.id] }),
    monitoring: false,
    dropletAgent: false,
    tags: [
      ...tagsOf(owner, inputs.tags),
      id.name,
      op.name,
      ...(expiresAt === null ? [] : [expiryTag(owner)]),
    ],
    dependsOn: [firewall],
  });
  return {
    ...stack.blocks(),
    primary,
    outputs: {
      ...machineOutputs(primary, { public: 'ipv4_address', private: 'ipv4_address_private' }, inputs),
      dashboard_url: { address: primary, attribute: 'id', format: `${DASHBOARD}/{}` },
    },
    probes,
    secrets: {},
  };
}

const DASHBOARD = 'https://cloud.digitalocean.com/droplets';
