import { AWS_EDITS } from '../../tests/acceptance/aws/provider/behaviour/edit-rules';
import { attributeEdits } from '../../tests/acceptance/terraform/provider-behaviour/attribute-edits';
import behaviour from '../aws/behaviour.json';
import { providerAction } from '../provider-behaviour';
import { loweredMachine, loweredRegistry } from './sample-resources';

describe('the observed behaviour of the provider', () => {
  it('covers every attribute that blocks set', () => {
    const full = {
      spot: true,
      subnet_id: 'subnet-1',
      ssh_key: 'ssh-rsa AAAA',
      secrets: { DB: 'env:DB' },
      ports: [80],
    };
    const samples = [loweredMachine({ expire_itself: true }), loweredMachine(full), loweredRegistry()];
    const edits = attributeEdits(samples, AWS_EDITS);
    const table = behaviour as Record<string, Record<string, string>>;
    const missing = edits.filter(
      ({ type, path, case: what }) =>
        table[type]?.[what === 'changed' ? path : `${path} ${what}`] === undefined,
    );
    expect(missing.map(({ type, path, case: what }) => `${type} ${path} ${what}`)).toEqual([]);
  });

  it('is looked up by the attribute within a block', () => {
    const disk = { volume_size: 20, encrypted: true };
    expect(
      providerAction(behaviour, 'aws_instance', 'root_block_device', disk, { ...disk, volume_size: 30 }),
    ).toBe('update');
    expect(
      providerAction(behaviour, 'aws_instance', 'root_block_device', disk, { ...disk, encrypted: false }),
    ).toBe('replace');
  });

  it('differs for an attribute that is added and one that is removed', () => {
    expect(providerAction(behaviour, 'aws_instance', 'key_name', undefined, 'a')).toBe('replace');
    expect(providerAction(behaviour, 'aws_instance', 'key_name', 'a', undefined)).toBe('no-op');
  });

  it('is an update for an edit that was never observed', () => {
    expect(providerAction(behaviour, 'aws_instance', 'unheard_of', 1, 2)).toBe('update');
    expect(providerAction(behaviour, 'aws_instance', 'unheard_of', 1, 1)).toBe('no-op');
  });
});
