import { newestState, readTerraformState } from '../terraform-state';

const state = (serial: number, lineage = 'L', resources: unknown[] = []) =>
  JSON.stringify({ version: 4, lineage, serial, resources });

it('an empty or torn file, as a killed Terraform leaves it, is not a state', () => {
  expect(readTerraformState('')).toBeNull();
  expect(readTerraformState(state(3).slice(0, 20))).toBeNull();
  expect(readTerraformState(null)).toBeNull();
});

it('an object whose creation only began does not exist', () => {
  const read = readTerraformState(
    state(3, 'L', [
      { mode: 'managed', type: 'aws_security_group', name: 'api', instances: [] },
      {
        mode: 'managed',
        type: 'aws_instance',
        name: 'api',
        instances: [{ status: 'tainted', attributes: { id: 'i-1' } }],
      },
      { mode: 'data', type: 'aws_vpcs', name: 'default', instances: [{ attributes: {} }] },
    ]),
  );
  expect([...read!.objects]).toEqual([
    ['aws_instance.api', { id: 'i-1', attributes: { id: 'i-1' }, tainted: true }],
  ]);
});

it('the newest of several states is never one of another lineage', () => {
  expect(newestState([state(3), '', state(5), state(9, 'other')])?.serial).toBe(5);
  expect(newestState([null, ''])).toBeNull();
});

it('of OpenTofu names the providers as Terraform does, and keeps every other text', () => {
  const written = JSON.stringify(
    {
      version: 4,
      lineage: 'L',
      serial: 1,
      resources: [
        {
          mode: 'managed',
          type: 'acme_machine',
          name: 'api',
          provider: 'provider["registry.opentofu.org/hashicorp/acme"]',
          instances: [
            { attributes: { id: 'm-1', script: '"provider": "provider[\\"registry.opentofu.org/x' } },
          ],
        },
      ],
    },
    null,
    2,
  );
  const text = readTerraformState(written)!.text;
  const { resources } = JSON.parse(text) as { resources: { provider: string; instances: unknown }[] };
  expect(resources[0]!.provider).toBe('provider["registry.terraform.io/hashicorp/acme"]');
  expect(resources[0]!.instances).toEqual([
    { attributes: { id: 'm-1', script: '"provider": "provider[\\"registry.opentofu.org/x' } },
  ]);
});
