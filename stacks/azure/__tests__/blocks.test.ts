import { Ajv } from 'ajv';
import type { Json, JsonObject } from '../../../src/values/json';
import { ARM_TYPES } from '../arm-types';
import { loweredMachine, loweredRegistry } from '../lowering/__tests__/samples';
import { probeBlocks } from '../probe';
import armDocument from './arm-document.json';
import schema from './provider-schema.json';

interface Attribute {
  readonly computed?: boolean;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly write_only?: boolean;
}
interface BlockSchema {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks: readonly string[];
}
const META = ['depends_on', 'lifecycle'];
const BUILT = { image: `sha256:${'a'.repeat(64)}` };
const SUBNET = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n/subnets/a';

/** Machines of every kind, and a registry. */
const ALL = {
  small: loweredMachine(),
  large: loweredMachine(
    {
      ports: [80, 443],
      ssh_cidrs: ['10.0.0.0/8', '::/0'],
      spot: true,
      tags: { a: 'b' },
      expire_itself: true,
    },
    '2030-01-01T00:00:00Z',
  ),
  arm64: loweredMachine({ arch: 'arm64', disk: { type: 'Premium_LRS', size_gb: 128, attached: false } }),
  built: loweredMachine({ ...BUILT, env: { A: 'literal:b', C: 'env:D' } }),
  private: loweredMachine({ public_ip: false, subnet_id: SUBNET }),
  vault: loweredMachine({
    image: 'acme.azurecr.io/a:1',
    secrets: { T: 'https://k.vault.azure.net/secrets/t' },
  }),
  registry: loweredRegistry(),
};

/** The problems of a block by the schema of the provider. */
function problemsOf(block: JsonObject, { attributes, blocks }: BlockSchema): string[] {
  const missing = Object.keys(attributes).filter(
    (name) => attributes[name]?.required === true && !(name in block),
  );
  const unknown = Object.keys(block).filter((name) => {
    const attribute = attributes[name];
    if (attribute === undefined) return !blocks.includes(name) && !META.includes(name);
    return attribute.required !== true && attribute.optional !== true;
  });
  return [...missing.map((name) => `lacks ${name}`), ...unknown.map((name) => `cannot have ${name}`)];
}

describe.each(Object.entries(ALL))('the blocks of a resource: %s', (_, lowered) => {
  it.each(Object.entries(lowered.resources))('are as the provider takes them: %s', (_address, block) => {
    expect(problemsOf(block, schema.resources.azapi_resource)).toEqual([]);
  });

  it('have data sources as the provider takes them, also those of a probe', () => {
    const probed = Object.values(lowered.probes).map((probe) => {
      if (probe.by !== 'name') throw new Error('an object on Azure is found by its id');
      return probeBlocks({ type: 'azapi_resource', label: 'l', by: probe })?.data ?? {};
    });
    const data = Object.entries(Object.assign({}, lowered.data, ...probed) as Record<string, JsonObject>);
    expect(data.length).toBeGreaterThan(0);
    for (const [address, block] of data) {
      const type = address.split('.')[1] as keyof typeof schema.data;
      expect(problemsOf(block, schema.data[type])).toEqual([]);
    }
  });

  it.each(Object.entries(lowered.resources))('have bodies as Azure takes them: %s', (_address, block) => {
    const part = Object.entries(ARM_TYPES).find(([, type]) => type === block['type'])?.[0] ?? '';
    const ajv = new Ajv({ strict: false });
    const known = armDocument.schemas[part as keyof typeof armDocument.schemas];
    const validate = ajv.compile(closed(known as unknown as Json) as JsonObject);
    const { body, sensitive_body: hidden, location, tags } = block;
    const sent = merged(body ?? {}, hidden ?? {}, {
      ...(location === undefined ? {} : { location }),
      ...(tags === undefined ? {} : { tags }),
    });
    expect([validate(sent), validate.errors]).toEqual([true, null]);
  });
});

it('values of secrets are only in an attribute that Terraform keeps nowhere', () => {
  expect(schema.resources.azapi_resource.attributes.sensitive_body.write_only).toBe(true);
});

/** A schema whose objects take nothing that it does not list. */
function closed(node: Json): Json {
  if (Array.isArray(node)) return (node as readonly Json[]).map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const inner = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  const isOpen = inner['type'] !== 'object' || !('properties' in inner) || 'additionalProperties' in inner;
  return isOpen ? inner : { ...inner, additionalProperties: false };
}

function merged(...parts: readonly Json[]): Json {
  return parts.reduce<Json>((all, part) => {
    if (!isPlain(all) || !isPlain(part)) return part;
    const both = { ...all };
    for (const [key, value] of Object.entries(part))
      both[key] = key in both ? merged(both[key] ?? null, value) : value;
    return both;
  }, {});
}

function isPlain(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
