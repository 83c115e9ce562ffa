import { CLOUDS } from '../../src/clouds';
import { effectOf } from '../../src/plan/replacement';
import { differences } from '../../src/plan/attributes';
import { awsWords } from '../../tests/acceptance/aws/provider/behaviour/aws-words';
import { inputEdits } from '../../tests/acceptance/terraform/provider-behaviour/input-edits';
import type { JsonObject } from '../../src/values/json';
import { expectedOf, isExpected } from '../expected';
import type { Expected, LoweredChange } from '../expected';
import type { Lowered } from '../lowered';
import { loweredMachine, loweredRegistry } from './sample-resources';

function expected(
  action: LoweredChange['action'],
  prior: Lowered | null,
  target: Lowered | null,
  repair = false,
) {
  const { expected: found, replace } = expectedOf({ provider: 'aws', action, prior, target, repair });
  const changed = [...found].filter(([, one]) => one !== 'no-op');
  return { changed: Object.fromEntries(changed) as Record<string, Expected>, replace };
}

/** The digests of what two images are built from. */
const [BUILT, BUILT_ANEW] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`];

describe('the action expected of Terraform', () => {
  it('is a creation of every part of a new resource, and a deletion of every part of a deleted one', () => {
    const parts = [
      'aws_iam_instance_profile.api',
      'aws_iam_role.api',
      'aws_instance.api',
      'aws_security_group.api',
    ];
    const all = (one: Expected) => Object.fromEntries(parts.map((part) => [part, one]));
    expect(expected('create', null, loweredMachine())).toEqual({ changed: all('create'), replace: [] });
    expect(expected('delete', loweredMachine(), null)).toEqual({ changed: all('delete'), replace: [] });
  });

  it('is nothing if the blocks are the same', () => {
    expect(expected('update', loweredMachine(), loweredMachine())).toEqual({ changed: {}, replace: [] });
  });

  it('is an update of the part that an edit changes', () => {
    expect(
      expected('update', loweredMachine(), loweredMachine({ ssh_cidrs: ['10.0.0.0/8'] })).changed,
    ).toEqual({
      'aws_security_group.api': 'update',
    });
  });

  it('is an update of the machine alone when its expiry moves', () => {
    const [before, after] = ['2026-12-01T00:00:00Z', '2026-12-08T00:00:00Z'];
    expect(
      expected('update', loweredMachine({}, 'api', before), loweredMachine({}, 'api', after)).changed,
    ).toEqual({
      'aws_instance.api': 'update',
    });
  });

  it('is an explicit replacement, even if the provider would do less', () => {
    expect(expected('replace', loweredMachine({ spot: true }), loweredMachine())).toEqual({
      changed: { 'aws_instance.api': 'replace' },
      replace: ['aws_instance.api'],
    });
  });

  it('is never more than an approved update', () => {
    expect(expected('update', loweredMachine(), loweredMachine({ image: 'other' })).changed).toEqual({
      'aws_instance.api': 'update',
    });
  });

  it('is a replacement when Helix has pushed another image, and nothing while the image stays', () => {
    const before = { ...loweredMachine({ image: BUILT }), image: 'r.example.com/api@sha256:1' };
    const after = { ...loweredMachine({ image: BUILT_ANEW }), image: 'r.example.com/api@sha256:2' };
    expect(expected('replace', before, after).changed).toEqual({ 'aws_instance.api': 'replace' });
    expect(expected('update', before, { ...after, image: before.image }).changed).toEqual({});
  });

  it('includes the parts that refer to a replaced part', () => {
    const [before, after] = [loweredMachine(), loweredMachine({ name: 'helix-renamed-api' })];
    expect(expected('replace', before, after).changed).toEqual({
      'aws_iam_instance_profile.api': 'adapt',
      'aws_iam_role.api': 'adapt',
      'aws_instance.api': 'replace',
      'aws_security_group.api': 'adapt',
    });
  });

  it('includes the machine when the name of its key changes', () => {
    const [before, after] = [
      loweredMachine({ ssh_key: 'ssh-rsa AAAA' }),
      loweredMachine({ ssh_key: 'ssh-rsa BBBB' }),
    ];
    expect(expected('replace', before, after).changed).toEqual({
      'aws_instance.api': 'replace',
      'aws_key_pair.api': 'adapt',
    });
  });

  it('is a creation or deletion of the parts that an edit adds or removes', () => {
    const [with_, without] = [loweredMachine({ secrets: { DB: 'env:DB' } }), loweredMachine()];
    expect(expected('replace', without, with_).changed).toEqual({
      'aws_iam_role_policy.api': 'create',
      'aws_instance.api': 'replace',
      'aws_ssm_parameter.api-DB': 'create',
    });
    expect(expected('replace', with_, without).changed).toMatchObject({
      'aws_ssm_parameter.api-DB': 'delete',
    });
  });

  it('rewrites the value of a secret with each new machine', () => {
    const before = loweredMachine({ secrets: { DB: 'env:DB' } });
    const { changed } = expected('replace', before, { ...before, op: 'op-2' });
    expect(changed).toEqual({ 'aws_instance.api': 'replace', 'aws_ssm_parameter.api-DB': 'update' });
  });

  it('leaves the extent of a repair open, but never deletes or replaces without approval', () => {
    const { changed } = expected('update', loweredMachine(), loweredMachine(), true);
    expect(changed['aws_instance.api']).toBe('repair');
    expect(changed['aws_security_group.api']).toBe('adapt');
    expect(isExpected('repair', 'replace')).toBe(false);
    expect(isExpected('repair', 'delete')).toBe(false);
    expect(isExpected('adapt', 'delete')).toBe(false);
  });

  it('lets an interrupted replacement create what is gone', () => {
    const { changed } = expected('replace', loweredMachine(), loweredMachine({ image: 'other' }), true);
    expect(changed['aws_instance.api']).toBe('rebuild');
    expect([
      isExpected('rebuild', 'create'),
      isExpected('rebuild', 'replace'),
      isExpected('rebuild', 'no-op'),
    ]).toEqual([true, true, false]);
  });

  it('is exactly one action in all other cases', () => {
    expect(isExpected('replace', 'update')).toBe(false);
    expect(isExpected('update', 'no-op')).toBe(false);
    expect(isExpected('no-op', 'update')).toBe(false);
  });
});

describe('the offline plan and the actions expected of Terraform', () => {
  const words = awsWords({ one: 'subnet-1', other: 'subnet-2' });
  const edits = inputEdits(words);

  it('are compared for an edit of every input', () => {
    const edited = (kind: string) =>
      new Set(
        edits
          .filter((edit) => edit.kind === kind)
          .flatMap(({ before, after }) => differences(before, after).map(({ path }) => path.split('.')[0])),
      );
    // Both lie elsewhere when they are edited: another stack. A new lowering says itself what it changes.
    const not = new Set(['provider', 'region', 'lowering']);
    const keys = (inputs: JsonObject) =>
      Object.keys(inputs)
        .filter((key) => !not.has(key))
        .sort();
    expect([...edited('instance')].sort()).toEqual(keys(words.instance));
    expect([...edited('registry_repo')].sort()).toEqual(keys(words.repository));
  });

  it.each(edits.map((edit, index) => [`${edit.kind} ${edit.case}`, index] as const))(
    'agree on %s (%#)',
    (_name, index) => {
      const { kind, before, after } = edits[index]!;
      const lowered = (inputs: JsonObject) =>
        kind === 'instance' ? loweredMachine(inputs) : loweredRegistry(inputs);
      const steps = differences(before, after).map((difference) =>
        effectOf(CLOUDS.aws.replacement, kind, difference, { wasSpot: before['spot'] === true }),
      );
      const edit = steps.includes('replace') ? 'replace' : steps.includes('update') ? 'update' : 'nothing';
      const [prior, target] = [lowered(before), lowered(after)];
      const { changed } = expected(edit === 'replace' ? 'replace' : 'update', prior, target);
      // A plan that says less than the provider does would be refused as a deviation.
      if (edit === 'nothing') expect(changed).toEqual({});
      if (edit === 'update') expect(Object.keys(changed)).not.toEqual([]);
      if (edit === 'replace') expect(changed[target.primary]).toBe('replace');
    },
  );
});
