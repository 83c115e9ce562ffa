import type { Json, JsonObject } from '../../../../src/values/json';
import { StandIn } from '../../stand-in/stand-in';
import { Arm } from './arm';
import { TOKEN } from './entra';

const TENANT = '11111111-2222-3333-4444-666666666666';
const SUBSCRIPTION = '/subscriptions/11111111-2222-3333-4444-555555555555';
const GROUP = `${SUBSCRIPTION}/resourceGroups/g`;
const within = (type: string, name: string) => `${GROUP}/providers/${type}/${name}`;
const NETWORK = within('Microsoft.Network/virtualNetworks', 'network');
const FIREWALL = within('Microsoft.Network/networkSecurityGroups', 'firewall');
const ADDRESS = within('Microsoft.Network/publicIPAddresses', 'address');
const INTERFACE = within('Microsoft.Network/networkInterfaces', 'interface');
const MACHINE = within('Microsoft.Compute/virtualMachines', 'machine');
const IDENTITY = within('Microsoft.ManagedIdentity/userAssignedIdentities', 'identity');
const REGISTRY = within('Microsoft.ContainerRegistry/registries', 'acme1');
const ROLE = `${GROUP}/providers/Microsoft.Authorization/roleAssignments/`;
const GUIDS = ['00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002'] as const;
const AT = { location: 'westeurope' };

describe('Azure Resource Manager', () => {
  let arm: Arm;
  let standIn: StandIn;
  beforeEach(async () => {
    arm = new Arm();
    standIn = await StandIn.start(arm);
  });
  afterEach(() => standIn.stop());

  async function call(
    method: string,
    id: string,
    body?: Json,
    token = TOKEN,
  ): Promise<[number, string, JsonObject]> {
    const separator = id.includes('?') ? '&' : '?';
    const response = await fetch(`${standIn.url}${id}${separator}api-version=2024-07-01`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = (text === '' ? {} : JSON.parse(text)) as JsonObject;
    const { code = '' } = (answer['error'] ?? {}) as { code?: string };
    return [response.status, code, answer];
  }
  const put = (id: string, body: JsonObject = {}) => call('PUT', id, { ...AT, ...body });
  const get = (id: string) => call('GET', id);
  const readProperties = async (id: string) => (await get(id))[2]['properties'] as JsonObject;
  const readOutcome = async (answer: Promise<[number, string, JsonObject]>) => (await answer).slice(0, 2);

  const nic = (change: JsonObject = {}): JsonObject => ({
    properties: {
      networkSecurityGroup: { id: FIREWALL },
      ipConfigurations: [
        {
          name: 'main',
          properties: { subnet: { id: `${NETWORK}/subnets/a` }, publicIPAddress: { id: ADDRESS } },
        },
      ],
      ...change,
    },
  });
  const machine = (change: JsonObject = {}, beside: JsonObject = {}): JsonObject => ({
    ...beside,
    properties: {
      hardwareProfile: { vmSize: 'Standard_B2s' },
      storageProfile: {
        imageReference: { sku: 'server' },
        osDisk: { createOption: 'FromImage', diskSizeGB: 32 },
      },
      osProfile: {
        computerName: 'machine',
        customData: 'aGk=',
        linuxConfiguration: { ssh: { publicKeys: [{ path: '/k', keyData: 'ssh-ed25519 AAAA' }] } },
      },
      networkProfile: { networkInterfaces: [{ id: INTERFACE, properties: { primary: true } }] },
      ...change,
    },
  });
  async function makeNetwork(): Promise<void> {
    await put(GROUP);
    await put(NETWORK, {
      properties: { subnets: [{ name: 'a', properties: { addressPrefix: '10.0.0.0/24' } }] },
    });
    await put(FIREWALL);
    await put(ADDRESS, { sku: { name: 'Standard' } });
    await put(INTERFACE, nic());
  }

  it('1. lets in who has a token of Entra', async () => {
    const described = await fetch(`${standIn.url}/${TENANT}/v2.0/.well-known/openid-configuration`);
    const { token_endpoint: endpoint } = (await described.json()) as { token_endpoint: string };
    const path = new URL(endpoint).pathname;
    const ask = () => fetch(standIn.url + path, { method: 'POST', body: 'grant_type=client_credentials' });
    expect(await (await ask()).json()).toMatchObject({ access_token: TOKEN });
    arm.refusesCredentials = true;
    expect((await ask()).status).toBe(401);
    expect(await readOutcome(call('GET', GROUP, undefined, 'other'))).toEqual([
      401,
      'InvalidAuthenticationToken',
    ]);
  });

  it('2. says what is not there', async () => {
    expect(await readOutcome(get(GROUP))).toEqual([404, 'ResourceGroupNotFound']);
    expect(await readOutcome(get(FIREWALL))).toEqual([404, 'ResourceGroupNotFound']);
    await put(GROUP);
    expect(await readOutcome(get(FIREWALL))).toEqual([404, 'ResourceNotFound']);
  });

  it('3. makes and replaces as a whole, in a group, in one location', async () => {
    expect(await readOutcome(put(FIREWALL))).toEqual([404, 'ResourceGroupNotFound']);
    expect(await readOutcome(put(GROUP, { tags: { a: '1', b: '2' } }))).toEqual([201, '']);
    expect(await readOutcome(put(GROUP, { tags: { a: '3' } }))).toEqual([200, '']);
    expect(
      (
        await get(
          GROUP.toUpperCase()
            .replace('SUBSCRIPTIONS', 'subscriptions')
            .replace('RESOURCEGROUPS', 'resourceGroups'),
        )
      )[2],
    ).toMatchObject({ tags: { a: '3' }, type: 'Microsoft.Resources/resourceGroups' });
    expect(await readOutcome(put(GROUP, { location: 'eastus' }))).toEqual([409, 'InvalidResourceLocation']);
    expect(standIn.violations).toEqual([]);
  });

  it('4. deletes what lies in a group with it', async () => {
    await makeNetwork();
    expect(await readOutcome(call('DELETE', GROUP))).toEqual([200, '']);
    expect(arm.store.list()).toEqual([]);
    expect(await readOutcome(call('DELETE', GROUP))).toEqual([204, '']);
  });

  it('5. ends work when it has been asked for often enough', async () => {
    arm.operations.polls = 2;
    await put(GROUP);
    const url = `${standIn.url}${GROUP}?api-version=2024-03-01`;
    const { headers } = await fetch(url, { method: 'DELETE', headers: { authorization: `Bearer ${TOKEN}` } });
    const { pathname } = new URL(headers.get('location') ?? '');
    expect((await get(pathname))[0]).toBe(202);
    expect((await get(GROUP))[0]).toBe(200);
    expect((await get(pathname))[0]).toBe(200);
    expect((await get(GROUP))[0]).toBe(404);
  });

  it('6. deletes nothing that is in use', async () => {
    await makeNetwork();
    await put(MACHINE, machine());
    for (const [id, code] of [
      [NETWORK, 'InUseSubnetCannotBeDeleted'],
      [FIREWALL, 'InUseNetworkSecurityGroupCannotBeDeleted'],
      [ADDRESS, 'PublicIPAddressCannotBeDeleted'],
      [INTERFACE, 'NicInUse'],
    ] as const) {
      expect(await readOutcome(call('DELETE', id))).toEqual([400, code]);
    }
    for (const id of [MACHINE, INTERFACE, ADDRESS, FIREWALL, NETWORK]) {
      expect(await readOutcome(call('DELETE', id))).toEqual([200, '']);
    }
  });

  it('7. gives an interface an address, in a network that is there and stays', async () => {
    await makeNetwork();
    expect(await readProperties(INTERFACE)).toMatchObject({
      ipConfigurations: [{ properties: { privateIPAddress: expect.stringMatching(/^10\./) as string } }],
    });
    expect(await readProperties(ADDRESS)).toMatchObject({
      ipAddress: expect.stringMatching(/^203\.0\.113\./) as string,
    });
    const other = (subnet: string) =>
      put(INTERFACE, nic({ ipConfigurations: [{ name: 'main', properties: { subnet: { id: subnet } } }] }));
    expect(await readOutcome(other(`${NETWORK}/subnets/b`))).toEqual([400, 'InvalidResourceReference']);
    await put(`${NETWORK}2`, {
      properties: { subnets: [{ name: 'a', properties: { addressPrefix: '10.1.0.0/24' } }] },
    });
    expect(await readOutcome(other(`${NETWORK}2/subnets/a`))).toEqual([400, 'SubnetsNotInSameVnet']);
    expect(
      await readOutcome(put(`${INTERFACE}2`, nic({ networkSecurityGroup: { id: `${FIREWALL}2` } }))),
    ).toEqual([404, 'NotFound']);
  });

  it('8. takes rules with priorities of their own, each for networks of one family', async () => {
    await put(GROUP);
    const rule = (priority: number, sourceAddressPrefixes: readonly string[] = ['10.0.0.0/8']) => ({
      name: `r${priority}`,
      properties: { priority, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefixes },
    });
    const rules = (...securityRules: JsonObject[]) =>
      readOutcome(put(FIREWALL, { properties: { securityRules } }));
    expect(await rules(rule(100), rule(101))).toEqual([201, '']);
    expect(await rules(rule(100), rule(100))).toEqual([400, 'SecurityRuleConflict']);
    expect(await rules(rule(99))).toEqual([400, 'SecurityRuleConflict']);
    expect(await rules(rule(100, ['10.0.0.0/8', '::/0']))).toEqual([400, 'SecurityRuleAddressFamiliesMixed']);
  });

  it('9. makes a machine with a key, an interface of its own and identities that are there', async () => {
    await makeNetwork();
    expect(await readOutcome(put(MACHINE, machine({ osProfile: { computerName: 'm' } })))).toEqual([
      400,
      'InvalidParameter',
    ]);
    expect(await readOutcome(put(MACHINE, machine({ networkProfile: { networkInterfaces: [] } })))).toEqual([
      400,
      'InvalidParameter',
    ]);
    const identity = { type: 'UserAssigned', userAssignedIdentities: { [IDENTITY]: {} } };
    expect(await readOutcome(put(MACHINE, machine({}, { identity })))).toEqual([
      400,
      'FailedIdentityOperation',
    ]);
    await put(IDENTITY);
    expect(await readOutcome(put(MACHINE, machine({}, { identity })))).toEqual([201, '']);
    expect(await readOutcome(put(`${MACHINE}2`, machine()))).toEqual([400, 'NicInUse']);
  });

  it('10. changes the size and the tags of a machine, and nothing that it is made of', async () => {
    await makeNetwork();
    await put(MACHINE, machine());
    expect(
      await readOutcome(
        put(MACHINE, machine({ hardwareProfile: { vmSize: 'Standard_B4ms' } }, { tags: { a: '1' } })),
      ),
    ).toEqual([200, '']);
    for (const change of [
      { priority: 'Spot' },
      {
        storageProfile: {
          imageReference: { sku: 'server-arm64' },
          osDisk: { createOption: 'FromImage', diskSizeGB: 32 },
        },
      },
      {
        storageProfile: {
          imageReference: { sku: 'server' },
          osDisk: { createOption: 'FromImage', diskSizeGB: 64 },
        },
      },
    ]) {
      expect(await readOutcome(put(MACHINE, machine(change)))).toEqual([409, 'PropertyChangeNotAllowed']);
    }
  });

  it('11. never tells the user data, and keeps what a PUT leaves out', async () => {
    await makeNetwork();
    await put(MACHINE, machine());
    expect(JSON.stringify(await get(MACHINE))).not.toContain('aGk=');
    const { osProfile } = machine()['properties'] as { osProfile: JsonObject };
    const { customData: _, ...others } = osProfile;
    expect(await readOutcome(put(MACHINE, machine({ osProfile: others })))).toEqual([200, '']);
    expect(JSON.stringify(arm.store.get(MACHINE))).toContain('aGk=');
    expect(
      await readOutcome(put(MACHINE, machine({ osProfile: { ...others, customData: 'b3RoZXI=' } }))),
    ).toEqual([409, 'PropertyChangeNotAllowed']);
  });

  it('12. tells who asks for it whether a machine runs', async () => {
    await makeNetwork();
    await put(MACHINE, machine());
    const readPower = async () => JSON.stringify(await get(`${MACHINE}?$expand=instanceView`));
    expect(await readPower()).toContain('PowerState/running');
    expect((await call('POST', `${MACHINE}/deallocate`))[0]).toBe(200);
    expect([await readPower(), JSON.stringify(await get(MACHINE)).includes('PowerState')]).toEqual([
      expect.stringContaining('PowerState/deallocated'),
      false,
    ]);
    await call('POST', `${MACHINE}/start`);
    expect(await readPower()).toContain('PowerState/running');
  });

  it('13. assigns a role once, for an identity that is there', async () => {
    await put(GROUP);
    await put(IDENTITY);
    const { principalId } = (await readProperties(IDENTITY)) as { principalId: string };
    const assign = (name: string, principal: string, role = 'r') =>
      readOutcome(
        call('PUT', ROLE + name, { properties: { roleDefinitionId: role, principalId: principal } }),
      );
    expect(await assign('pull', principalId)).toEqual([400, 'InvalidRoleAssignmentId']);
    expect(await assign(GUIDS[0], GUIDS[1])).toEqual([400, 'PrincipalNotFound']);
    expect(await assign(GUIDS[0], principalId)).toEqual([201, '']);
    expect(await assign(GUIDS[1], principalId)).toEqual([409, 'RoleAssignmentExists']);
    expect(await assign(GUIDS[0], principalId, 's')).toEqual([400, 'RoleAssignmentUpdateNotPermitted']);
    await call('DELETE', IDENTITY);
    expect((await get(ROLE + GUIDS[0]))[0]).toBe(200);
  });

  it('14. has registries with hosts, and lists them', async () => {
    await put(GROUP);
    expect(await readOutcome(put(REGISTRY.replace('acme1', 'a-b'), { sku: { name: 'Basic' } }))).toEqual([
      400,
      'InvalidResourceName',
    ]);
    await put(REGISTRY, { sku: { name: 'Basic' } });
    const listed = await get(`${SUBSCRIPTION}/providers/Microsoft.ContainerRegistry/registries`);
    expect(listed[2]).toMatchObject({
      value: [{ id: REGISTRY, properties: { loginServer: 'acme1.azurecr.io' } }],
    });
    expect((await get(`${SUBSCRIPTION}/providers/Microsoft.KeyVault/vaults`))[2]).toEqual({ value: [] });
  });

  it('15. fails by the code that a test asks for, without an effect', async () => {
    standIn.faults.add('group.put', { failure: 'QuotaExceeded' });
    expect(await readOutcome(put(GROUP))).toEqual([409, 'QuotaExceeded']);
    expect(arm.store.list()).toEqual([]);
  });
});
