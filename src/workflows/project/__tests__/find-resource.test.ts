import { HelixError } from '../../../errors';
import { emptyState } from '../../../state/empty-state';
import type { State } from '../../../state/state';
import type { DesiredResource } from '../../../graph/desired-state';
import { sampleRecord, sampleTombstone } from '../../../testing/sample-records';
import { existingNamed, recordNamed } from '../find-resource';

const STATE: State = {
  ...emptyState({ lineage: 'l', project: 'shop', workspace: 'default', at: '2026-11-20T12:00:00Z' }),
  resources: {
    'cluster.staging': sampleRecord('cluster.staging'),
    'instance.staging': sampleRecord('instance.staging'),
    'instance.web': sampleRecord('instance.web'),
  },
};

describe('a name on the command line', () => {
  it('means what has it, by name or by address', () => {
    expect(recordNamed(STATE, 'web').address).toBe('instance.web');
    expect(recordNamed(STATE, 'cluster.staging').address).toBe('cluster.staging');
  });

  it('that two have is asked about, unless only one of them can be meant', () => {
    expect(() => recordNamed(STATE, 'staging')).toThrow(
      '"staging" means cluster.staging or instance.staging',
    );
    expect(recordNamed(STATE, 'staging', ['cluster']).address).toBe('cluster.staging');
  });

  it('of something of another kind is refused with the kinds that can be meant', () => {
    expect(() => recordNamed(STATE, 'web', ['cluster'])).toThrow(
      'instance.web is of kind instance: only cluster can be meant here',
    );
  });

  it('that nothing has is met with the nearest that could be meant', () => {
    let hint: string | undefined;
    try {
      recordNamed(STATE, 'stagin', ['cluster']);
    } catch (error) {
      if (error instanceof HelixError) hint = error.hint;
    }
    expect(hint).toBe('Did you mean `staging`?');
  });
});

describe('a command about what exists', () => {
  const declared = (address: `cluster.${string}` | `image.${string}`) =>
    ({ ...sampleRecord(address), readOnly: false }) as unknown as DesiredResource;
  const desired = { resources: [declared('image.api'), declared('cluster.api')], ttlPolicies: [] };

  it('means the record of that name', () => {
    const [record] = existingNamed({ ...STATE }, desired, 'web');
    expect(record.address).toBe('instance.web');
  });

  it('says that a resource is declared and not created, or that it has expired', () => {
    expect(() => existingNamed(STATE, desired, 'api')).toThrow('cluster.api is declared and not created yet');
    const tombstones = { 'cluster.api': sampleTombstone('cluster.api') };
    expect(() => existingNamed({ ...STATE, tombstones }, desired, 'api')).toThrow(
      'cluster.api has expired and was destroyed',
    );
  });

  it('says that nothing is recorded under a name that nothing has', () => {
    expect(() => existingNamed(null, desired, 'wep')).toThrow('nothing is recorded as "wep"');
  });
});
