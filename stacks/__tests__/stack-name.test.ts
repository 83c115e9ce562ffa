import fc from 'fast-check';
import { stackName, stackOf } from '../index';

const REF = { provider: 'aws', region: 'us-east-1', layer: 'compute' } as const;

describe('the name of a stack', () => {
  it('is its cloud, region and layer, preceded by the account if that is named', () => {
    expect(stackName(REF)).toBe('aws-us-east-1-compute');
    expect(stackName({ ...REF, account: 'research' })).toBe('research@aws-us-east-1-compute');
  });

  it('names the account of a resource, so that each account has a stack of its own', () => {
    const place = {
      address: 'instance.api',
      kind: 'instance',
      provider: 'aws',
      region: 'us-east-1',
    } as const;
    expect(stackName(stackOf({ ...place, inputs: { account: 'research' } }))).toBe(
      'research@aws-us-east-1-compute',
    );
    expect(stackName(stackOf({ ...place, inputs: {} }))).toBe('aws-us-east-1-compute');
  });

  it('is a file name, and another one for another account', () => {
    const account = fc.option(fc.string({ unit: 'grapheme', minLength: 1 }), { nil: undefined });
    fc.assert(
      fc.property(account, account, (one, other) => {
        const [a, b] = [stackName({ ...REF, account: one }), stackName({ ...REF, account: other })];
        expect(a).not.toMatch(/[/\\\0]/);
        expect(a === b).toBe(one === other);
      }),
    );
  });
});
