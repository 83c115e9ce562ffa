import { outputsOf } from '../outputs-of';
import { stackText, stackVariables } from '../index';
import type { Lowered, StackRef } from '../index';
import { imageBeforePush } from '../template';
import { loweredMachine as azureMachine } from '../azure/lowering/__tests__/samples';
import { loweredMachine as googleMachine } from '../google/__tests__/sample-resources';
import { loweredMachine, loweredRegistry } from './sample-resources';

const REF: StackRef = { provider: 'aws', region: 'us-east-1', layer: 'compute' };
const AWS = { endpointUrl: null, scope: null };

function stack(...lowered: Lowered[]): Map<Lowered['helixAddress'], Lowered> {
  return new Map(lowered.map((one) => [one.helixAddress, one]));
}

function parsed(text: string) {
  return JSON.parse(text) as Record<string, Record<string, Record<string, unknown>>>;
}

/** The digest of what an image is built from. */
const BUILT = `sha256:${'b'.repeat(64)}`;

function variablesIn(...lowered: Lowered[]) {
  return parsed(stackText(REF, stack(...lowered), AWS))['variable'];
}

describe('the text of a stack', () => {
  it('has the same bytes in any order of its resources', () => {
    const [api, worker] = [loweredMachine({ ports: [80] }), loweredMachine({ spot: true }, 'worker')];
    expect(stackText(REF, stack(worker, api), AWS)).toBe(stackText(REF, stack(api, worker), AWS));
  });

  it('has the same bytes after its blocks were stored as JSON', () => {
    const api = loweredMachine({ secrets: { DB: 'env:DB' } });
    const kept = JSON.parse(JSON.stringify(api)) as Lowered;
    expect(stackText(REF, stack(kept), AWS)).toBe(stackText(REF, stack(api), AWS));
  });

  it('contains neither lineage nor operation nor time of a run', () => {
    const api = loweredMachine({}, 'api', '2026-12-01T00:00:00Z');
    expect(stackText(REF, stack(api), AWS)).not.toMatch(/op-1|2026/);
    expect(stackVariables(stack(api), 'some-lineage')).toEqual({
      helix_lineage: 'some-lineage',
      helix_op: { 'instance.api': 'op-1' },
      helix_expires_at: { 'instance.api': '2026-12-01T00:00:00Z' },
    });
  });

  it('has the image that Helix builds as a variable, and the variable only with such an image', () => {
    const built = loweredMachine({ image: BUILT });
    expect(variablesIn(loweredMachine())).not.toHaveProperty('helix_image');
    expect(variablesIn(built)).toHaveProperty('helix_image', { type: 'map(string)' });
    const pushed = { ...built, image: 'registry.example.com/api@sha256:1' };
    expect(stackText(REF, stack(pushed), AWS)).toBe(stackText(REF, stack(built), AWS));
    expect(stackVariables(stack(built), 'L')['helix_image']).toEqual({
      'instance.api': imageBeforePush(null),
    });
    expect(stackVariables(stack(pushed, loweredMachine({}, 'worker')), 'L')['helix_image']).toEqual({
      'instance.api': 'registry.example.com/api@sha256:1',
    });
  });

  it('pins the provider, and keeps the state beside it', () => {
    const { terraform, provider } = parsed(stackText(REF, stack(loweredMachine()), AWS));
    expect(terraform).toMatchObject({
      required_providers: { aws: { source: 'hashicorp/aws', version: '5.100.0' } },
      backend: { local: { path: 'terraform.tfstate' } },
    });
    expect(provider).toEqual({ aws: [{ region: 'us-east-1' }] });
  });

  it('redirects every service that it uses, and no other', () => {
    const { provider } = parsed(
      stackText(REF, stack(loweredMachine()), { endpointUrl: 'http://127.0.0.1:5000', scope: null }),
    );
    const url = 'http://127.0.0.1:5000';
    expect(provider).toMatchObject({
      aws: [
        { endpoints: [{ ec2: url, ecr: url, iam: url, ssm: url, sts: url }], skip_metadata_api_check: true },
      ],
    });
  });

  it('has an ephemeral variable for secrets only if there are any, and then requires a newer Terraform', () => {
    const without = parsed(stackText(REF, stack(loweredMachine()), AWS));
    expect(without['variable']).not.toHaveProperty('helix_secret');
    expect(without['terraform']).toMatchObject({ required_version: '>= 1.5.0' });
    const text = parsed(stackText(REF, stack(loweredMachine({ secrets: { DB: 'env:DB' } })), AWS));
    expect(text['variable']).toMatchObject({ helix_secret: { ephemeral: true, sensitive: true } });
    expect(text['terraform']).toMatchObject({ required_version: '>= 1.11.0' });
  });

  it('is valid without any resource', () => {
    const empty = parsed(stackText(REF, new Map(), AWS));
    expect(empty).not.toHaveProperty('resource');
    expect(empty).toHaveProperty('provider');
  });

  it('refuses a cloud without a lowering', () => {
    expect(() => stackText({ ...REF, provider: 'fly' }, new Map(), AWS)).toThrow('no stack for fly');
  });
});

describe('the text of an output', () => {
  const urlOf = (provider: string, machine: Lowered): unknown => {
    const text = parsed(stackText({ ...REF, provider }, stack(machine), AWS));
    return (text['output']?.['instance-api']?.['value'] as Record<string, unknown>)['url_80'];
  };

  it('is null where an address within a part is null, as that of a machine whose replacement was interrupted', () => {
    expect(urlOf('azure', azureMachine({ ports: [80] }))).toBe(
      '${try("http://${try(azapi_resource.address_api.output.address, null)}", null)}',
    );
    expect(urlOf('google', googleMachine({ ports: [80] }))).toMatch(
      /^\$\{try\("http:\/\/\$\{coalesce\(try\(.*, null\), try\(.*, null\)\)\}", null\)\}$/,
    );
  });

  it('is plain where no part of it can be null', () => {
    expect(urlOf('aws', loweredMachine({ ports: [80] }))).toBe(
      'http://${coalesce(aws_instance.api.public_ip, aws_instance.api.private_ip)}',
    );
  });
});

describe('the outputs of a machine', () => {
  const machine = loweredMachine({ ports: [80, 443, 8080] });

  it('are an address, an id and a URL per port', () => {
    const attributes = { id: 'i-1', public_ip: '192.0.2.7', private_ip: '10.0.0.7' };
    expect(outputsOf(machine, (address) => (address === machine.primary ? attributes : undefined))).toEqual({
      instance_id: 'i-1',
      public_address: '192.0.2.7',
      private_address: '10.0.0.7',
      url_80: 'http://192.0.2.7',
      url_443: 'https://192.0.2.7',
      url_8080: 'http://192.0.2.7:8080',
    });
  });

  it('have its private address if it has no other', () => {
    expect(outputsOf(machine, () => ({ id: 'i-1', public_ip: '', private_ip: '10.0.0.7' }))).toEqual({
      instance_id: 'i-1',
      private_address: '10.0.0.7',
      url_80: 'http://10.0.0.7',
      url_443: 'https://10.0.0.7',
      url_8080: 'http://10.0.0.7:8080',
    });
  });

  it('are empty if nothing exists', () => {
    expect(outputsOf(loweredRegistry(), () => undefined)).toEqual({});
  });
});
