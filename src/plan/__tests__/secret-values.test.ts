import { presentDigests } from '../../resources/secrets/digests';
import { planFor, recorded, state, wanted } from './world';

const KEY = 'key-1';

function planned(provider: string, recordedValue: string | null) {
  const inputs = { provider, secrets: { TOKEN: 'env:TOKEN' } };
  const place = { address: 'instance.api', kind: 'instance', engine: 'terraform', provider } as const;
  const secretDigests =
    recordedValue === null ? {} : presentDigests(inputs, { key: KEY, variable: () => recordedValue });
  const record = recorded('api', { inputs });
  return planFor([wanted('api', { ...place, inputs })], state([{ ...record, ...place, secretDigests }]), {
    secrets: { key: KEY, variable: () => 'new' },
    isApplied: () => true,
  }).changes;
}

describe('another value of a secret', () => {
  it('replaces a machine that gets its secrets when it is created alone, and shows no value', () => {
    const [change] = planned('azure', 'old');
    expect(change).toMatchObject({
      action: 'replace',
      attributes: [{ path: 'secrets.TOKEN', after: '(another value)', forcesReplacement: true }],
    });
  });

  it('updates a machine that reads its secrets from a store', () => {
    expect(planned('aws', 'old')).toMatchObject([{ action: 'update' }]);
  });

  it('is nothing where it is the value on record, or where none is on record and only a replacement brings it over', () => {
    expect(planned('azure', 'new')).toEqual([]);
    expect(planned('azure', null)).toEqual([]);
  });
});
