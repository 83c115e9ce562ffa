import { CLOUDS } from '../../clouds';
import type { Json } from '../../values/json';
import { addressOf } from '../../values/resource';
import type { ResourceKind } from '../../values/resource';
import { forcesReplacement } from '../lifecycle';
import { effectOf, replacesBetween } from '../replacement';

const { replacement } = CLOUDS.aws;
const MACHINE = { wasSpot: false };

describe('an edit of a machine on AWS', () => {
  it.each([
    ['image', 'a:1', 'a:2', 'replace'],
    ['ports', [80], [80, 443], 'replace'],
    ['ssh_cidrs', [], ['10.0.0.0/8'], 'update'],
    ['instance_type', 't3.small', 't3.large', 'update'],
    ['disk.size_gb', 20, 30, 'update'],
    ['disk.size_gb', 30, 20, 'replace'],
    ['spot', false, true, 'replace'],
    ['spot', true, false, 'replace'],
    ['env.LOG', 'literal:a', undefined, 'replace'],
    ['secrets.DB', 'env:A', 'env:B', 'replace'],
    ['health.port', 80, 81, 'nothing'],
    ['cpu', 2, 4, 'nothing'],
    ['region', 'us-east-1', 'eu-west-1', 'replace'],
    ['account', undefined, 'prod', 'replace'],
    ['subnet_id', 'subnet-1', null, 'replace'],
    ['outside', { 'aws_instance.tags': 'gone' }, undefined, 'update'],
  ] as const)('of %s from %j to %j comes to: %s', (path, before, after, effect) => {
    expect(effectOf(replacement, 'instance', { path, before, after }, MACHINE)).toBe(effect);
  });

  it('of the type replaces a spot machine, which cannot be stopped', () => {
    const edit = { path: 'instance_type', before: 't3.small', after: 't3.large' };
    expect(effectOf(replacement, 'instance', edit, { wasSpot: true })).toBe('replace');
  });

  it('never has less effect than the provider was observed to have', () => {
    const strength = ['nothing', 'update', 'replace'];
    const rows: Readonly<Record<string, string>> = replacement.observed.instance;
    for (const [row, { effect }] of Object.entries(replacement.stricter)) {
      expect(rows).toHaveProperty([row]);
      expect(strength.indexOf(effect)).toBeGreaterThan(strength.indexOf(rows[row] ?? 'missing row'));
    }
  });
});

describe('an edit of a repository on ECR', () => {
  it('replaces it when it is the name', () => {
    expect(effectOf(replacement, 'registry_repo', { path: 'name', before: 'a', after: 'b' }, MACHINE)).toBe(
      'replace',
    );
    expect(
      effectOf(replacement, 'registry_repo', { path: 'auth', before: null, after: 'iam' }, MACHINE),
    ).toBe('nothing');
  });
});

describe('another lowering of the same inputs', () => {
  it.each([
    [1, 2, [], false],
    [1, 2, [2], true],
    [1, 3, [2], true],
    [2, 3, [2], false],
    [undefined, 1, [1], true],
  ] as const)('from %p to %p, where %p make anew, replaces: %s', (before, after, replacing, replaces) => {
    expect(replacesBetween(before, after, replacing)).toBe(replaces);
  });
});

describe('a replacement is forced', () => {
  const forced = (
    [kind, provider]: readonly [ResourceKind, string],
    path: string,
    before: Json | undefined,
    after: Json | undefined,
  ): boolean =>
    forcesReplacement({ address: addressOf(kind, 'a'), kind, provider, inputs: {} }, { path, before, after });

  it.each(['aws', 'google'])('in %s by drift that only a replacement repairs', (provider) => {
    const drift = { 'aws_instance.encrypted': 'false' };
    expect(forced(['instance', provider], 'replaced_outside', drift, undefined)).toBe(true);
  });

  it("by the cloud's own rules where it has some, else by the general ones", () => {
    expect(forced(['instance', 'aws'], 'ports', [80], [81])).toBe(true);
    expect(forced(['instance', 'fly'], 'port', 80, 81)).toBe(false);
    expect(forced(['instance', 'fly'], 'volume_initial_size', 20, 40)).toBe(false);
    expect(forced(['instance', 'fly'], 'volume_initial_size', 40, 20)).toBe(true);
    expect(forced(['instance', 'fly'], 'region', 'fra', 'iad')).toBe(true);
    expect(forced(['cluster', 'helix-cloud'], 'region', 'a', 'b')).toBe(true);
  });

  it('only by a lowering with a replacing revision', () => {
    expect(forced(['instance', 'aws'], 'lowering', 1, 2)).toBe(false);
  });
});
