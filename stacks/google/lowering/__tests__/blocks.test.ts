import { blockProblems, schemaProblems } from '../../../__tests__/provider-schema';
import { google } from '../..';
import behaviour from '../../behaviour.json';
import schema from '../../provider-schema.json';
import { EVERYTHING, loweredMachine, loweredRepository } from '../../__tests__/sample-resources';

const EXPIRES = '2026-12-01T00:00:00Z';
const BLOCKS = [
  ['the smallest machine', loweredMachine()],
  ['a machine with everything', loweredMachine(EVERYTHING, 'api', EXPIRES)],
  ['a machine on arm64', loweredMachine({ arch: 'arm64', instance_type: 'c4a-standard-2', disk: null })],
  ['a machine with GPUs of its own', loweredMachine({ instance_type: 'g2-standard-4' })],
  ['a machine without a public address', loweredMachine({ public_ip: false })],
  [
    'a machine in a subnetwork of another project',
    loweredMachine({ subnet_id: 'projects/n/regions/r/subnetworks/s' }),
  ],
  ['a machine whose image is built', loweredMachine({ image: `sha256:${'b'.repeat(64)}` })],
  ['a repository', loweredRepository()],
] as const;

describe('by the schema of the provider', () => {
  it.each(BLOCKS)('the blocks are valid: %s', (_, lowered) => {
    expect(schemaProblems(schema, lowered)).toEqual([]);
  });

  it.each([null, 'http://127.0.0.1:1'])('its settings are valid: with the address %s', (endpointUrl) => {
    const block = google.providerBlock('us-central1', { endpointUrl, scope: 'acme' });
    expect(blockProblems(schema.provider, block, 'provider')).toEqual([]);
  });

  it('the value of a secret is kept in neither a plan nor a state', () => {
    const { attributes } = schema.resources.google_secret_manager_secret_version;
    expect(attributes.secret_data_wo).toMatchObject({ writeOnly: true });
    const lowered = loweredMachine({ secrets: { DB: 'env:DB' } });
    expect(lowered.resources['google_secret_manager_secret_version.api-DB']).not.toHaveProperty(
      'secret_data',
    );
  });

  it('a mistake is found', () => {
    const { resources } = loweredMachine();
    const { 'google_compute_instance.api': instance = {} } = resources;
    const wrong = { 'google_compute_instance.api': { ...instance, zones: 'a', cpu_platform: 'x' } };
    expect(schemaProblems(schema, { resources: wrong, data: {} })).toEqual([
      'google_compute_instance.api.zones: no such attribute',
      'google_compute_instance.api.cpu_platform: only the provider sets it',
    ]);
  });
});

describe('the effects of edits', () => {
  it('are known for every attribute of every block', () => {
    const rows = behaviour as Readonly<Record<string, Readonly<Record<string, string>>>>;
    const missing = BLOCKS.flatMap(([, { resources }]) =>
      Object.entries(resources).flatMap(([address, block]) => {
        const [type = ''] = address.split('.');
        const known = Object.keys(rows[type] ?? {}).map((row) => row.split(/[ .]/)[0]);
        return Object.keys(block)
          .filter((name) => !['lifecycle', 'depends_on', ...known].includes(name))
          .map((name) => `${type}.${name}`);
      }),
    );
    expect([...new Set(missing)]).toEqual([]);
  });
});
