import { azure } from '..';
import { armTypeOf } from '../arm-types';
import { causeOf } from '../failure-cause';
import { listedIds, listingsIn, REGISTRIES } from '../listings';
import { probeBlocks } from '../probe';

describe('a failure of the azapi provider', () => {
  it.each([
    ['RESPONSE 403: 403 Forbidden ERROR CODE: AuthorizationFailed', 'auth'],
    ['ClientSecretCredential authentication failed. AADSTS7000215: Invalid client secret', 'auth'],
    [
      'DefaultAzureCredential: failed to acquire a token: dial tcp 169.254.169.254:80: connection refused',
      'auth',
    ],
    ['dial tcp 127.0.0.1:1: connect: connection refused', 'unreachable'],
    ['RESPONSE 409: 409 Conflict ERROR CODE: SkuNotAvailable', 'failed'],
    ['ERROR CODE: QuotaExceeded: exceeding approved Total Regional Cores quota', 'failed'],
  ])('has its cause in its message: %s', (message, cause) => {
    expect(causeOf(message)).toBe(cause);
  });
});

describe('a lost part', () => {
  const ID =
    '/subscriptions/${local.helix_scope}/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/api';

  it('is looked for by its ARM id, and imported as the API that its body is written for describes it', () => {
    const { data, ids } = probeBlocks({
      type: 'azapi_resource',
      label: 'azapi_resource-x',
      by: { name: ID },
    })!;
    expect(data).toEqual({
      'data.azapi_resource.azapi_resource-x': {
        type: 'Microsoft.Compute/virtualMachines@2024-07-01',
        resource_id: ID,
        ignore_not_found: true,
        response_export_values: [],
      },
    });
    expect(ids).toBe(
      '${data.azapi_resource.azapi_resource-x.exists ? ["${data.azapi_resource.azapi_resource-x.resource_id}?api-version=2024-07-01"] : []}',
    );
  });

  it('whose scope a user names is looked for with the list that its scope is found in', () => {
    const scope = `\${one(${listedIds(REGISTRIES, 'Acme.azurecr.io')})}`;
    const name = `${scope}/providers/Microsoft.Authorization/roleAssignments/r`;
    const { data } = probeBlocks({ type: 'azapi_resource', label: 'l', by: { name } })!;
    expect(Object.keys(data)).toEqual(['data.azapi_resource_list.registries', 'data.azapi_resource.l']);
    expect(listingsIn('nothing')).toEqual({});
  });

  it('has a type that its id names; nothing else is looked for', () => {
    expect(armTypeOf('/subscriptions/s/resourceGroups/g')).toBe(
      'Microsoft.Resources/resourceGroups@2024-03-01',
    );
    expect(armTypeOf('/subscriptions/s/resourceGroups/g/providers/Acme.X/things/a')).toBeNull();
    expect(probeBlocks({ type: 'azapi_resource', label: 'l', by: { op: 'o' } })).toBeNull();
    expect(probeBlocks({ type: 'azapi_resource', label: 'l', by: { name: 'Acme' } })).toBeNull();
  });
});

describe('a machine on Azure', () => {
  it.each([
    ['PowerState/deallocated', true],
    ['PowerState/stopped', true],
    ['PowerState/running', false],
    [null, false],
  ])('is stopped where Azure says so: %s', (power, stopped) => {
    expect(azure.isStopped({ output: { power } })).toBe(stopped);
  });

  it('is asked for at one address with that of Entra, where cloud.toml sends everything there', () => {
    const settings = { endpointUrl: 'https://127.0.0.1:1', scope: null };
    expect(azure.providerBlock('westeurope', settings)).toMatchObject({
      endpoint: [{ resource_manager_endpoint: 'https://127.0.0.1:1' }],
      disable_instance_discovery: true,
    });
    expect(azure.providerBlock('westeurope', { ...settings, endpointUrl: null })).not.toHaveProperty(
      'endpoint',
    );
  });
});
