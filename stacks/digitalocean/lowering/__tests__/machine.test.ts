import { digitalocean } from '../..';
import type { JsonObject } from '../../../../src/values/json';
import { digestOfText } from '../../../../src/values/digest';
import { blockProblems, schemaProblems } from '../../../__tests__/provider-schema';
import { lowerWith } from '../../../lower';
import type { Lowered } from '../../../lowered';
import schema from '../../provider-schema.json';
import { DIGITALOCEAN_LOWERING } from '..';

const SMALL: JsonObject = {
  name: 'helix-papertrail-api',
  provider: 'digitalocean',
  region: 'nyc3',
  instance_type: 's-2vcpu-4gb',
  own_disk_gb: 80,
  image: 'docker.io/library/nginx:1.27',
};

function lowered(inputs: JsonObject = {}, expiresAt: string | null = null): Lowered {
  return lowerWith(
    DIGITALOCEAN_LOWERING,
    1,
    {
      address: 'instance.api',
      kind: 'instance',
      name: 'api',
      provider: 'digitalocean',
      region: 'nyc3',
      expiresAt,
      inputs: { ...SMALL, ...inputs },
    },
    { project: 'papertrail', workspace: 'default', op: 'op-1' },
  );
}

const VOLUME = { disk: { type: 'volume', size_gb: 100, attached: true } };

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
  ['a GPU', { instance_type: 'gpu-h100x1-80gb', gpu_count: 1 }],
  ['eight GPUs', { instance_type: 'gpu-h100x8-640gb', gpu_count: 8 }],
  ['a GPU of AMD', { instance_type: 'gpu-mi300x1-192gb', gpu_count: 1 }],
  ['a long name', { name: `helix-${'long'.repeat(80)}` }],
  ['everything', ALL],
];

describe('a machine on DigitalOcean', () => {
  it.each(CONFIGURATIONS)("is lowered to blocks that the provider's schema allows: %s", (_, inputs) => {
    expect(schemaProblems(schema, lowered(inputs, '2026-11-30T12:00:00.000Z'))).toEqual([]);
  });

  it.each(CONFIGURATIONS)('is lowered to blocks as approved: %s', (_, inputs) => {
    const { resources, ...rest } = lowered(inputs);
    const { user_data: text, ...droplet } = resources['digitalocean_droplet.api'] ?? {};
    // One text is enough to read; of the others the digest shows that they stay.
    const userData = inputs === ALL ? text : digestOfText(text as string);
    expect({
      ...rest,
      resources: { ...resources, 'digitalocean_droplet.api': droplet },
      userData,
    }).toMatchSnapshot();
  });

  it('has settings of the provider that its schema allows, without retries that create twice', () => {
    const settings = { endpointUrl: 'http://127.0.0.1:1', scope: null };
    const block = digitalocean.providerBlock('nyc3', settings);
    expect(blockProblems(schema.provider, block, 'provider')).toEqual([]);
    expect(block).toEqual({ http_retry_max: 0, api_endpoint: 'http://127.0.0.1:1' });
  });

  it('has a way to find each of its parts', () => {
    const { resources, probes } = lowered(VOLUME);
    expect(Object.keys(probes).sort()).toEqual(Object.keys(resources).sort());
  });

  it('is behind its firewall from its first moment', () => {
    const { resources } = lowered({ ports: [80] });
    const tag = resources['digitalocean_tag.api']?.['name'];
    expect(resources['digitalocean_firewall.api']).toMatchObject({ tags: ['${digitalocean_tag.api.name}'] });
    expect(resources['digitalocean_droplet.api']).toMatchObject({
      tags: expect.arrayContaining(['${digitalocean_tag.api.name}']) as unknown,
      depends_on: ['digitalocean_firewall.api'],
    });
    expect(tag).toBe('helix-id:${local.helix_id["instance.api"]}');
  });

  it('opens the listed ports, SSH to the listed networks, and all outgoing traffic', () => {
    const rules = lowered({ ports: [9615, 80], ssh_cidrs: ['2001:db8::/32'] }).resources[
      'digitalocean_firewall.api'
    ];
    const everybody = ['0.0.0.0/0', '::/0'];
    expect(rules?.['inbound_rule']).toEqual([
      { protocol: 'tcp', port_range: '80', source_addresses: everybody },
      { protocol: 'tcp', port_range: '9615', source_addresses: everybody },
      { protocol: 'tcp', port_range: '22', source_addresses: ['2001:db8::/32'] },
    ]);
    expect(rules?.['outbound_rule']).toMatchObject([
      { protocol: 'tcp', port_range: '1-65535' },
      { protocol: 'udp', port_range: '1-65535' },
      { protocol: 'icmp' },
    ]);
  });

  it('mounts its volume by a name that both have', () => {
    const { resources } = lowered(VOLUME);
    const { name } = resources['digitalocean_volume.api'] as { name: string };
    expect(name).toBe('helix-papertrail-api-${local.helix_id["instance.api"]}');
    expect(resources['digitalocean_droplet.api']?.['user_data']).toContain(
      `device=/dev/disk/by-id/scsi-0DO_Volume_${name}\n`,
    );
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
