import { HelixError } from '../../../../src/errors';
import type { Json, JsonObject } from '../../../../src/values/json';
import type { Lowered } from '../../../lowered';
import { loweredMachine } from './samples';

type Block = JsonObject & { readonly body: JsonObject };

function part({ resources }: Lowered, name: string): Block {
  return resources[`azapi_resource.${name}_api`] as Block;
}

function properties(lowered: Lowered, name: string): Readonly<Record<string, Json>> {
  return part(lowered, name).body['properties'] as JsonObject;
}

/** The user data of a machine, as the template says it. */
function userData(lowered: Lowered): string {
  return JSON.stringify(part(lowered, 'machine')['sensitive_body']);
}

const names = ({ resources }: Lowered) => Object.keys(resources).map((address) => address.split(/[._]/)[2]);
const triggers = (lowered: Lowered) =>
  JSON.stringify(part(lowered, 'machine')['replace_triggers_external_values']);

describe('a machine on Azure', () => {
  it('has a resource group of its own, in which all of its parts lie', () => {
    const lowered = loweredMachine();
    expect(names(lowered).sort()).toEqual([
      'address',
      'firewall',
      'group',
      'interface',
      'machine',
      'network',
    ]);
    const { group, ...others } = Object.fromEntries(
      Object.entries(lowered.resources).map(([address, block]) => [address.split(/[._]/)[2] ?? '', block]),
    );
    expect(group).toMatchObject({
      parent_id: '/subscriptions/${local.helix_scope}',
      name: 'helix-papertrail-api-${local.helix_id["instance.api"]}',
    });
    for (const { parent_id: parent } of Object.values(others)) {
      expect(parent).toBe('${azapi_resource.group_api.id}');
    }
  });

  it('has the tags of its owner and of the user on every part, and those of its life on itself alone', () => {
    const lowered = loweredMachine({ tags: { team: 'R&D; 100%' } }, '2030-01-01T00:00:00Z');
    for (const { tags } of Object.values(lowered.resources)) {
      expect(tags).toMatchObject({ 'helix-address': 'instance.api', team: 'R&D; 100%' });
    }
    expect(part(lowered, 'machine')['tags']).toMatchObject({
      'helix-op': '${var.helix_op["instance.api"]}',
      'helix-expires-at': '${var.helix_expires_at["instance.api"]}',
    });
    expect(part(loweredMachine(), 'machine')['tags']).not.toHaveProperty('helix-expires-at');
    expect(part(lowered, 'group')['tags']).not.toHaveProperty('helix-op');
  });

  it('opens the listed ports, and SSH to the listed networks by one rule a family', () => {
    const lowered = loweredMachine({ ports: [9615, 80], ssh_cidrs: ['2001:db8::/32', '203.0.113.7/32'] });
    const rules = properties(lowered, 'firewall')['securityRules'] as readonly JsonObject[];
    const told = rules.map(({ name, properties: rule }) => {
      const { priority, destinationPortRange, sourceAddressPrefix, sourceAddressPrefixes } =
        rule as JsonObject;
      return [name, priority, destinationPortRange, sourceAddressPrefix ?? sourceAddressPrefixes];
    });
    expect(told).toEqual([
      ['port-80', 100, '80', '*'],
      ['port-9615', 101, '9615', '*'],
      ['ssh', 102, '22', ['203.0.113.7/32']],
      ['ssh-ipv6', 103, '22', ['2001:db8::/32']],
    ]);
    expect(properties(loweredMachine(), 'firewall')['securityRules']).toEqual([]);
  });

  it('has the type, the disk, the architecture and the market that were planned', () => {
    expect(properties(loweredMachine(), 'machine')).toMatchObject({
      hardwareProfile: { vmSize: 'Standard_B2s' },
      storageProfile: {
        imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server' },
        osDisk: {
          diskSizeGB: 32,
          managedDisk: { storageAccountType: 'StandardSSD_LRS' },
          deleteOption: 'Delete',
        },
      },
    });
    expect(properties(loweredMachine(), 'machine')).not.toHaveProperty('priority');
    expect(properties(loweredMachine({ arch: 'arm64', spot: true }), 'machine')).toMatchObject({
      storageProfile: { imageReference: { sku: 'server-arm64' } },
      priority: 'Spot',
      evictionPolicy: 'Delete',
      billingProfile: { maxPrice: -1 },
    });
  });

  it('has no address that others reach where it is not to have one, and no network where it is given one', () => {
    const subnet =
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n/subnets/a';
    const lowered = loweredMachine({ public_ip: false, subnet_id: subnet, ports: [80] });
    expect(names(lowered).sort()).toEqual(['firewall', 'group', 'interface', 'machine']);
    const nic = JSON.stringify(properties(lowered, 'interface'));
    expect([nic.includes(subnet), nic.includes('publicIPAddress')]).toEqual([true, false]);
    expect(Object.keys(lowered.outputs)).not.toContain('public_address');
    expect(lowered.outputs['url_80']).toEqual(
      lowered.outputs['private_address'] && {
        ...lowered.outputs['private_address'],
        format: 'http://{}',
      },
    );
  });

  it('has no identity where it needs none, and else roles for what it needs alone', () => {
    expect(part(loweredMachine(), 'machine')).not.toHaveProperty('identity');
    const ends = loweredMachine({ expire_itself: true });
    expect(part(ends, 'end')).toMatchObject({ parent_id: '${azapi_resource.group_api.id}' });
    expect(JSON.stringify(part(ends, 'end').body)).toContain('b24988ac-6180-42a0-ab88-20f7382dd24c');
    expect(part(ends, 'machine')).toMatchObject({
      identity: [{ type: 'UserAssigned', identity_ids: ['${azapi_resource.identity_api.id}'] }],
      depends_on: ['azapi_resource.end_api'],
    });
    expect(names(ends)).not.toContain('pull');
  });

  it('may pull from the registry that Helix makes for it, by the id that the registry will have', () => {
    const lowered = loweredMachine({ image: `sha256:${'a'.repeat(64)}` });
    const id = '${substr(sha256("${var.helix_lineage} registry_repo.api"), 0, 8)}';
    expect(part(lowered, 'pull')['parent_id']).toBe(
      `/subscriptions/\${local.helix_scope}/resourceGroups/helix-papertrail-api-${id}/providers/Microsoft.ContainerRegistry/registries/helixpapertrailapi${id}`,
    );
    expect(lowered.data).toEqual({});
  });

  it('finds a registry and a vault that the user names in the subscription', () => {
    const lowered = loweredMachine({
      image: 'acme.azurecr.io/api:1',
      secrets: { TOKEN: 'https://Keys.vault.azure.net/secrets/token' },
    });
    expect(Object.keys(lowered.data).sort()).toEqual([
      'data.azapi_resource_list.registries',
      'data.azapi_resource_list.vaults',
    ]);
    expect(JSON.stringify(part(lowered, 'pull')['lifecycle'])).toContain(
      'no container registry acme.azurecr.io',
    );
    expect(JSON.stringify(part(lowered, 'read-keys'))).toContain('4633458b-17de-408a-b874-0445c86b69e6');
    expect(lowered.secrets).toEqual({});
    expect(userData(lowered)).toContain('TOKEN=https://Keys.vault.azure.net/secrets/token');
  });

  it('is given the values of secrets by what is kept nowhere, and is replaced by another reference', () => {
    const lowered = loweredMachine({ secrets: { TOKEN: 'env:FEED' }, env: { LEVEL: 'literal:debug' } });
    expect(lowered.secrets).toEqual({ 'instance.api TOKEN': 'env:FEED' });
    expect(userData(lowered)).toContain('var.helix_secret');
    const { sensitive_body: _, ...kept } = part(lowered, 'machine');
    expect(JSON.stringify(kept)).not.toContain('helix_secret');
    expect(triggers(lowered)).not.toBe(triggers(loweredMachine({ secrets: { TOKEN: 'env:OTHER' } })));
    expect(triggers(lowered)).toBe(
      triggers(loweredMachine({ secrets: { TOKEN: 'env:FEED' }, env: { LEVEL: 'literal:debug' } })),
    );
  });

  it('is replaced by another user data, and by another image that Helix builds', () => {
    const before = triggers(loweredMachine());
    for (const edit of [{ ports: [80] }, { env: { A: 'literal:b' } }, { image: 'ghcr.io/acme/api:2' }]) {
      expect(triggers(loweredMachine(edit))).not.toBe(before);
    }
    expect(triggers(loweredMachine({ ssh_cidrs: ['10.0.0.0/8'], instance_type: 'Standard_B4ms' }))).toBe(
      before,
    );
    expect(triggers(loweredMachine({ image: `sha256:${'a'.repeat(64)}` }))).toContain('var.helix_image');
  });

  it('keeps containers from the services that hand out its identity', () => {
    expect(userData(loweredMachine())).toContain('close -d 169.254.169.254 -p tcp --dport 80');
  });

  it('is found again by ARM ids that are known before anything exists', () => {
    const lowered = loweredMachine({ expire_itself: true });
    expect(Object.keys(lowered.probes).sort()).toEqual(Object.keys(lowered.resources).sort());
    expect(lowered.probes['azapi_resource.machine_api']).toEqual({
      by: 'name',
      name: '/subscriptions/${local.helix_scope}/resourceGroups/helix-papertrail-api-${local.helix_id["instance.api"]}/providers/Microsoft.Compute/virtualMachines/helix-papertrail-api',
    });
  });

  it.each([
    ['without a key', { ssh_key: null }, 'needs the text of a public SSH key'],
    ['with the name of a key', { ssh_key: 'deploy-2026' }, 'needs the text of a public SSH key'],
    ['in a subnet of another cloud', { subnet_id: 'subnet-1' }, '`subnet_id` is not the id of a subnet'],
    ['with a secret of another cloud', { secrets: { T: 'ssm:/t' } }, '`T` refers to a secret'],
    ['without a type', { instance_type: null }, 'has no machine type'],
  ])('is refused %s', (_, inputs, message) => {
    expect(() => loweredMachine(inputs)).toThrow(HelixError);
    expect(() => loweredMachine(inputs)).toThrow(message);
  });

  it('writes what a user wrote literally, whatever it means to Terraform', () => {
    const lowered = loweredMachine({
      tags: { x: '${file("/etc/passwd")}' },
      env: { A: 'literal:"${b}"\\\n' },
    });
    expect(part(lowered, 'machine')['tags']).toMatchObject({ x: '$${file("/etc/passwd")}' });
    expect(userData(lowered)).toContain('$${b}');
  });
});
