import { loweredMachine, loweredRegistry } from './samples';

describe('a repository on Azure', () => {
  it('is a registry in a resource group of its own, with a name that nobody else has', () => {
    const { resources, outputs } = loweredRegistry();
    expect(Object.keys(resources).sort()).toEqual([
      'azapi_resource.group_api',
      'azapi_resource.registry_api',
    ]);
    expect(resources['azapi_resource.registry_api']).toMatchObject({
      name: 'helixpapertrailapi${local.helix_id["registry_repo.api"]}',
      body: { sku: { name: 'Basic' }, properties: { adminUserEnabled: false } },
    });
    expect(outputs['repository_url']).toEqual({
      address: 'azapi_resource.registry_api',
      attribute: 'output.host',
      format: '{}/helix-papertrail-api',
    });
  });

  it('tells the host that the user names in place of its own', () => {
    const { outputs } = loweredRegistry({ registry: 'mirror.example:5000' });
    expect(outputs['repository_url']).toMatchObject({ format: 'mirror.example:5000/helix-papertrail-api' });
  });

  it('has the id by which its machine is allowed to pull', () => {
    const { name } = loweredRegistry().probes['azapi_resource.registry_api'] as { name: string };
    const id = '${substr(sha256("${var.helix_lineage} registry_repo.api"), 0, 8)}';
    const { parent_id: scope } =
      loweredMachine({ image: `sha256:${'a'.repeat(64)}` }).resources['azapi_resource.pull_api'] ?? {};
    expect(name.replaceAll('${local.helix_id["registry_repo.api"]}', id)).toBe(scope);
  });
});
