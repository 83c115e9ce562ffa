import { vultr } from '../..';
import type { JsonObject } from '../../../../src/values/json';
import { digestOfText } from '../../../../src/values/digest';
import { blockProblems, schemaProblems } from '../../../__tests__/provider-schema';
import { lowerWith } from '../../../lower';
import type { Lowered } from '../../../lowered';
import schema from '../../provider-schema.json';
import { VULTR_LOWERING } from '..';

const SMALL: JsonObject = {
  name: 'helix-papertrail-api',
  provider: 'vultr',
  region: 'ewr',
  instance_type: 'vc2-2c-4gb',
  own_disk_gb: 80,
  image: 'docker.io/library/nginx:1.27',
};

function lowered(inputs: JsonObject = {}, expiresAt: string | null = null): Lowered {
  return lowerWith(
    VULTR_LOWERING,
    1,
    {
      address: 'instance.api',
      kind: 'instance',
      name: 'api',
      provider: 'vultr',
      region: 'ewr',
      expiresAt,
      inputs: { ...SMALL, ...inputs },
    },
    { project: 'papertrail', workspace: 'default', op: 'op-1' },
  );
}

const VOLUME = { disk: { type: 'block-storage-nvme', size_gb: 100, attached: true } };

const ALL = { ...VOLUME, ports: [80, 443], ssh_cidrs: ['10.0.0.0/8'], tags: { a: 'b' } };

/** Configurations that differ in everything that blocks depend on. */
const CONFIGURATIONS: readonly (readonly [string, JsonObject])[] = [
  ['as small as it can be', {}],
  ['ports', { ports: [9615, 8080, 8080] }],
  ['SSH', { ssh_cidrs: ['2001:db8::/32', '203.0.113.7/32'], ssh_key: 'ssh-ed25519 AAAAC3 me@host' }],
  ['variables', { env: { LOG: 'literal:debug', QUOTE: 'literal:"${x}" %{y}' } }],
  ['tags', { tags: { team: 'search', 'cost:center': 'R&D; 100%', lone: '' } }],
  ['a network of its own', { subnet_id: '3b2b4b8e-0b9e-4f0a-9d8c-2b8f6a1d2c3e' }],
  ['a volume', VOLUME],
  ['a GPU', { instance_type: 'vcg-a16-6c-64g-16vram', gpu_count: 1 }],
  ['eight GPUs', { instance_type: 'vcg-a16-48c-496g-128vram', gpu_count: 8 }],
  ['a long name', { name: `helix-${'long'.repeat(80)}` }],
  ['everything', ALL],
];

describe('a machine on Vultr', () => {
  it.each(CONFIGURATIONS)("is lowered to blocks that the provider's schema allows: %s", (_, inputs) => {
    expect(schemaProblems(schema, lowered(inputs, '2026-11-30T12:00:00.000Z'))).toEqual([]);
  });

  it.each(CONFIGURATIONS)('is lowered to blocks as approved: %s', (_, inputs) => {
    const { resources, ...rest } = lowered(inputs);
    const { user_data: text, ...instance } = resources['vultr_instance.api'] ?? {};
    // One text is enough to read; of the others the digest shows that they stay.
    const userData = inputs === ALL ? text : digestOfText(text as string);
    expect({
      ...rest,
      resources: { ...resources, 'vultr_instance.api': instance },
      userData,
    }).toMatchSnapshot();
  });

  it('has settings of the provider that its schema allows, without retries that create twice', () => {
    const settings = { endpointUrl: 'http://127.0.0.1:1', scope: null };
    const block = vultr.providerBlock('ewr', settings);
    // The key comes from the environment.
    expect(blockProblems(schema.provider, block, 'provider')).toEqual(['provider.api_key: missing']);
    expect(block).toEqual({ retry_limit: -1 });
  });

  it('has a way to find each of its parts', () => {
    const { resources, probes } = lowered(VOLUME);
    expect(Object.keys(probes).sort()).toEqual(Object.keys(resources).sort());
  });

  it('is behind its firewall, whose rules come first', () => {
    const { resources } = lowered({ ports: [80], ssh_cidrs: ['203.0.113.0/24', '2001:db8::/32'] });
    const rules = Object.entries(resources).filter(([part]) => part.startsWith('vultr_firewall_rule.'));
    expect(resources['vultr_instance.api']).toMatchObject({
      firewall_group_id: '${vultr_firewall_group.api.id}',
      depends_on: expect.arrayContaining(rules.map(([part]) => part)) as unknown,
    });
    const opened = rules.map(([, rule]) => [
      rule['port'],
      rule['ip_type'],
      rule['subnet'],
      rule['subnet_size'],
    ]);
    expect(opened).toEqual([
      ['80', 'v4', '0.0.0.0', 0],
      ['80', 'v6', '::', 0],
      ['22', 'v4', '203.0.113.0', 24],
      ['22', 'v6', '2001:db8::', 32],
    ]);
  });

  it('keeps its other rules when one is added', () => {
    const parts = (ports: readonly number[]) => Object.keys(lowered({ ports }).resources);
    expect(parts([80, 9615])).toEqual(expect.arrayContaining(parts([80])));
  });

  it.each<[string, JsonObject, string]>([
    ['a reference', { env: { A: 'env:A' } }, 'cannot keep a secret'],
    ['a likely secret', { env: { A: 'secret:0123' } }, 'cannot keep a secret'],
    ['secrets', { secrets: { A: 'env:A' } }, 'cannot keep a secret'],
    ['a built image', { image: `sha256:${'0'.repeat(64)}` }, 'cannot log in to a registry'],
    ['the name of a key', { ssh_key: 'laptop' }, 'is not a public key'],
  ])('is refused with %s', (_, inputs, message) => {
    expect(() => lowered(inputs)).toThrow(message);
  });
});
