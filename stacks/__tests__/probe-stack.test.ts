import { foundIn, probeStackText } from '../index';
import type { StackRef } from '../index';
import { loweredMachine, loweredRegistry } from './sample-resources';

const REF: StackRef = { provider: 'aws', region: 'us-east-1', layer: 'compute' };

function wantedOf({ probes, op }: ReturnType<typeof loweredMachine>) {
  return new Map(Object.entries(probes).map(([address, probe]) => [address, { probe, op }]));
}

describe('a probe for lost parts', () => {
  it('has data sources alone, and asks by name only for unique names', () => {
    const text = probeStackText(REF, wantedOf(loweredMachine({ ssh_key: 'ssh-rsa AAAA' })), {
      endpointUrl: null,
      scope: null,
    });
    const { resource, data, locals } = JSON.parse(text) as Record<string, Record<string, unknown>>;
    expect(resource).toBeUndefined();
    expect(locals).toEqual({
      helix_id: { 'instance.api': '${substr(sha256("${var.helix_lineage} instance.api"), 0, 8)}' },
    });
    expect(data).toMatchObject({
      aws_instances: { 'aws_instance-api': { filter: [{ name: 'tag:helix-op', values: ['op-1'] }, {}] } },
      aws_iam_roles: {
        'aws_iam_role-api': { name_regex: '^helix-papertrail-api-${local.helix_id["instance.api"]}$' },
      },
    });
  });

  it('finds a repository only if its tags prove the owner', () => {
    const text = probeStackText({ ...REF, layer: 'registry' }, wantedOf(loweredRegistry()), {
      endpointUrl: null,
      scope: null,
    });
    const { output } = JSON.parse(text) as { output: Record<string, { value: string }> };
    expect(output['aws_ecr_repository-api']?.value).toContain('"helix-lineage", "") == var.helix_lineage');
  });

  it('finds sorted ids by part, and none without an output', () => {
    const wanted = wantedOf(loweredMachine());
    const found = foundIn(wanted, { 'aws_instance-api': ['i-2', 'i-1'], 'aws_iam_role-api': [] });
    expect(found.get('aws_instance.api')).toEqual(['i-1', 'i-2']);
    expect(found.get('aws_iam_role.api')).toEqual([]);
    expect(found.get('aws_security_group.api')).toEqual([]);
  });
});
