import fc from 'fast-check';
import type { JsonObject } from '../../../src/values/json';
import { outputsOf } from '../../outputs-of';
import { google } from '..';
import { probeStackText } from '../../index';
import { addressInLabel, addressLabel, labelKey, labelValue } from '../labels';
import { GOOGLE_SCOPE } from '../scope';
import { loweredMachine, loweredRepository } from './sample-resources';

const KEY = JSON.stringify({ type: 'service_account', project_id: 'of-the-key' });

describe('a label', () => {
  it('has only characters that Google allows, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(labelValue(text)).toMatch(/^[a-z0-9_-]{0,63}$/);
        expect(labelKey(text)).toMatch(/^[a-z][a-z0-9_-]{0,62}$/);
      }),
    );
  });

  it('leads back to the address that it was made of', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,30}$/);
    fc.assert(
      fc.property(fc.constantFrom('instance', 'registry_repo'), name, (kind, suffix) => {
        const address = `${kind}.${suffix}` as const;
        expect(addressInLabel(addressLabel(address as never))).toBe(address);
      }),
    );
  });
});

describe('the project of an account', () => {
  it.each([
    [{ GOOGLE_PROJECT: 'named', GOOGLE_CREDENTIALS: KEY }, 'named'],
    [{ GOOGLE_CREDENTIALS: KEY }, 'of-the-key'],
    [{ CLOUDSDK_CORE_PROJECT: 'of-gcloud', GOOGLE_PROJECT: '' }, 'of-gcloud'],
    [{ GOOGLE_CREDENTIALS: '/key.json' }, undefined],
    [{}, undefined],
  ])('is what a variable names, else the one of the key: %j', (variables, project) => {
    expect(GOOGLE_SCOPE.find(variables)).toBe(project);
  });
});

describe('the provider', () => {
  it('works in the project, and adds no label of its own', () => {
    expect(google.providerBlock('us-central1', { endpointUrl: null, scope: 'acme' })).toEqual({
      project: 'acme',
      region: 'us-central1',
      add_terraform_attribution_label: false,
    });
  });

  it('asks another address for every service that it uses', () => {
    expect(
      google.providerBlock('us-central1', { endpointUrl: 'http://127.0.0.1:1/', scope: 'acme' }),
    ).toMatchObject({
      compute_custom_endpoint: 'http://127.0.0.1:1/compute/v1/',
      iam_custom_endpoint: 'http://127.0.0.1:1/iam/',
      artifact_registry_custom_endpoint: 'http://127.0.0.1:1/artifactregistry/v1/',
      secret_manager_custom_endpoint: 'http://127.0.0.1:1/secretmanager/v1/',
    });
  });
});

describe('the outputs of a machine', () => {
  const machine = loweredMachine({ ports: [80] });
  const ID = 'projects/acme/zones/us-central1-a/instances/helix-papertrail-api-01234567';
  const inside = (config: JsonObject) => ({
    id: ID,
    network_interface: [{ network_ip: '10.0.0.7', access_config: [], ...config }],
  });

  it('are its addresses, which lie in its network interface, and a URL for each port', () => {
    const attributes = inside({ access_config: [{ nat_ip: '192.0.2.7' }] });
    expect(outputsOf(machine, () => attributes)).toEqual({
      instance_id: ID,
      public_address: '192.0.2.7',
      private_address: '10.0.0.7',
      url_80: 'http://192.0.2.7',
    });
    expect(outputsOf(machine, () => inside({}))).toMatchObject({ url_80: 'http://10.0.0.7' });
  });

  it('lead to its page in the console', () => {
    expect(google.facts.consolePage?.({ id: ID, region: 'us-central1' })).toBe(
      'https://console.cloud.google.com/compute/instancesDetail/zones/us-central1-a/instances/helix-papertrail-api-01234567?project=acme',
    );
  });
});

describe('a probe for lost parts', () => {
  it('imports what has a name of its own, and takes a repository only if its labels prove the owner', () => {
    const wanted = new Map(
      [loweredMachine(), loweredRepository()].flatMap(({ probes, op }) =>
        Object.entries(probes).map(([address, probe]) => [address, { probe, op }] as const),
      ),
    );
    const ref = { provider: 'google', region: 'us-central1', layer: 'compute' } as const;
    const text = probeStackText(ref, wanted, { endpointUrl: null, scope: 'acme' });
    const { output, locals, data } = JSON.parse(text) as Record<string, Record<string, { value?: unknown }>>;
    expect(locals).toMatchObject({ helix_scope: 'acme' });
    expect(output?.['google_compute_instance-api']?.value).toEqual([
      'projects/${local.helix_scope}/zones/us-central1-a/instances/helix-papertrail-api-${local.helix_id["instance.api"]}',
    ]);
    expect(output?.['google_artifact_registry_repository-api']?.value).toContain(
      '"helix-lineage", "") == var.helix_lineage',
    );
    expect(Object.keys(data ?? {})).toEqual([
      'google_artifact_registry_repositories',
      'google_artifact_registry_repository',
    ]);
  });
});

describe('a failure', () => {
  it.each([
    ['could not find default credentials. See https://cloud.google.com', 'auth'],
    ['googleapi: Error 401: Request had invalid authentication credentials.', 'auth'],
    ["googleapi: Error 403: Required 'compute.instances.create' permission for 'projects/p'", 'auth'],
    ['Post "https://compute.googleapis.com/": dial tcp: lookup: no such host', 'unreachable'],
    [
      'googleapi: Error 403: Compute Engine API has not been used in project 1, accessNotConfigured',
      'failed',
    ],
    ["googleapi: Error 403: Quota 'CPUS' exceeded. Limit: 8.0, quotaExceeded", 'failed'],
    ['googleapi: Error 400: Invalid value for field', 'failed'],
  ])('has a cause: %s', (message, cause) => {
    expect(google.classify(message)).toBe(cause);
  });

  it.each([
    [
      'Error 403: Secret Manager API has not been used in project 1 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/secretmanager.googleapis.com/overview',
      'gcloud services enable secretmanager.googleapis.com',
    ],
    [
      'ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS: zonesAvailable: us-central1-b, us-central1-f',
      'those with room (us-central1-b, us-central1-f)',
    ],
    ['ZONE_RESOURCE_POOL_EXHAUSTED: no room', 'set `zone` to another one'],
    ["QUOTA_EXCEEDED: Quota 'GPUS_ALL_REGIONS' exceeded", 'Ask for more quota'],
    ['Error 400: Service account helix-1@acme.iam.gserviceaccount.com does not exist.', 'apply again'],
  ])('has a way out: %s', (message, hint) => {
    expect(google.wayOut?.(message)).toContain(hint);
  });

  it('has no other way out than what Google says', () => {
    expect(google.wayOut?.('googleapi: Error 400: Invalid value')).toBeNull();
  });
});
