import { editOf, lowered, stricterThanProvider } from '../aws';
import seen from '../aws.json';

const MACHINE = { spot: false };

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
    ['lowering', 1, 2, 'update'],
    ['subnet_id', 'subnet-1', null, 'replace'],
    ['outside', { 'aws_instance.tags': 'gone' }, undefined, 'update'],
    ['replaced_outside', { 'aws_instance.encrypted': 'false' }, undefined, 'replace'],
  ] as const)('of %s from %j to %j comes to: %s', (path, before, after, edit) => {
    expect(editOf('instance', path, before, after, MACHINE)).toBe(edit);
  });

  it('of the type replaces a spot machine, which cannot be stopped', () => {
    expect(editOf('instance', 'instance_type', 't3.small', 't3.large', { spot: true })).toBe('replace');
  });

  it('is never less than what the provider was seen to do', () => {
    const strength = ['nothing', 'update', 'replace'];
    const rows = seen.instance as Readonly<Record<string, string>>;
    for (const { case: row, edit } of stricterThanProvider()) {
      expect(strength.indexOf(edit)).toBeGreaterThan(strength.indexOf(rows[row] ?? 'missing row'));
      expect(rows).toHaveProperty([row]);
    }
  });
});

describe('an edit of a repository on ECR', () => {
  it('replaces it when it is the name', () => {
    expect(editOf('registry_repo', 'name', 'a', 'b', {})).toBe('replace');
    expect(editOf('registry_repo', 'auth', null, 'iam', {})).toBe('nothing');
  });
});

describe('another lowering of the same inputs', () => {
  it.each([
    [1, 2, [], 'update'],
    [1, 2, [2], 'replace'],
    [1, 3, [2], 'replace'],
    [2, 3, [2], 'update'],
    [undefined, 1, [1], 'replace'],
  ] as const)('from %p to %p, where %p make anew, is: %s', (before, after, replacing, edit) => {
    expect(lowered(before, after, replacing)).toBe(edit);
  });
});
