import { newestState, readTerraformState } from '../terraform-state';

const state = (serial: number, lineage = 'L', resources: unknown[] = []) =>
  JSON.stringify({ version: 4, lineage, serial, resources });

it('is none when the file is empty or torn, as a killed Terraform leaves it', () => {
  expect(readTerraformState('')).toBeNull();
  expect(readTerraformState(state(3).slice(0, 20))).toBeNull();
  expect(readTerraformState(null)).toBeNull();
});

it('does not take what was only begun for something that exists', () => {
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
  expect([...read!.objects]).toEqual([['aws_instance.api', { attributes: { id: 'i-1' }, tainted: true }]]);
});

it('is the newest of several, and never of another lineage', () => {
  expect(newestState([state(3), '', state(5), state(9, 'other')])?.serial).toBe(5);
  expect(newestState([null, ''])).toBeNull();
});
