import type { Json, JsonObject } from '../src/values/json';
import type { Address } from '../src/values/resource';
import type { StackSettings } from './cloud';
import { identifier } from './identifier';
import { stackName } from './lowered';
import type { Lowered, LoweredOutput, StackRef, TerraformAddress } from './lowered';
import { PLACEHOLDER } from './outputs-of';
import { terraformCloud } from './registry';

/** `main.tf.json`: a whole stack from recorded and approved blocks. The same blocks give the same bytes in any order. */
export function stackText(
  ref: StackRef,
  lowered: ReadonlyMap<Address, Lowered>,
  settings: StackSettings,
): string {
  const all = [...lowered.values()];
  const blocks = all.map(({ resources }) => resources);
  const secret = all.some(({ secrets }) => Object.keys(secrets).length > 0);
  const built = all.some(({ image }) => image !== undefined);
  return sortedText({
    // A comment for Terraform; cdktf reads its metadata from it.
    '//': { metadata: { backend: 'local', stackName: stackName(ref), version: '0.21.0' }, outputs: {} },
    ...stackHead(ref, settings, secret ? '>= 1.11.0' : '>= 1.5.0'),
    locals: localsOf(settings, [...lowered.keys()]),
    variable: {
      helix_lineage: { type: 'string' },
      helix_op: { type: 'map(string)' },
      helix_expires_at: { type: 'map(string)' },
      ...(built ? { helix_image: { type: 'map(string)' } } : {}),
      ...(secret ? { helix_secret: SECRET } : {}),
    },
    ...section('resource', Object.assign({}, ...blocks) as Lowered['resources'], ''),
    ...section('data', Object.assign({}, ...all.map(({ data }) => data)) as Lowered['data'], 'data.'),
    // Terraform rejects an empty block.
    ...(lowered.size === 0 ? {} : { output: outputsIn(lowered) }),
  });
}

function outputsIn(lowered: ReadonlyMap<Address, Lowered>): JsonObject {
  return Object.fromEntries(
    [...lowered].map(([address, { outputs }]) => [outputName(address), { value: expressionsOf(outputs) }]),
  );
}

/** The settings of Terraform and the provider, which every text of a stack starts with. */
export function stackHead(
  { provider, region }: StackRef,
  settings: StackSettings,
  version: string,
): JsonObject {
  const { provider: plugin, providerBlock, requiredTerraform = version } = terraformCloud(provider);
  const name = plugin.source.slice(plugin.source.lastIndexOf('/') + 1);
  return {
    terraform: {
      required_version: requiredTerraform,
      required_providers: { [name]: plugin },
      // cdktf's own default depends on the directory.
      backend: { local: { path: 'terraform.tfstate' } },
    },
    provider: { [name]: [providerBlock(region, settings)] },
  };
}

/** The locals that blocks refer to: `helix_id` (see `Lowered`), and `helix_scope` where the cloud has one. */
export function localsOf({ scope }: StackSettings, addresses: readonly Address[]): JsonObject {
  return { helix_id: helixIds(addresses), ...(scope !== null && { helix_scope: scope }) };
}

function helixIds(addresses: readonly Address[]): JsonObject {
  return Object.fromEntries(
    addresses.map((address) => [address, `\${substr(sha256("\${var.helix_lineage} ${address}"), 0, 8)}`]),
  );
}

/** JSON with sorted keys, for Terraform and `cdktf synth`. */
export function sortedText(value: Json): string {
  return JSON.stringify(value, sortKeys, 2);
}

/** A section of Terraform's JSON: blocks by type and name. Empty without blocks. */
export function section(
  name: 'resource' | 'data',
  blocks: Readonly<Record<TerraformAddress, JsonObject>>,
  prefix: '' | 'data.',
): JsonObject {
  const types: Record<string, Record<string, JsonObject>> = {};
  for (const [address, block] of Object.entries(blocks)) {
    const [type = '', label = ''] = address.slice(prefix.length).split('.');
    (types[type] ??= {})[label] = block;
  }
  return Object.keys(types).length === 0 ? {} : { [name]: types };
}

const SECRET = { type: 'map(string)', ephemeral: true, sensitive: true, default: {} };

/** `instance.api` -> `instance-api`: unique, because a kind contains no `-`. */
function outputName(address: Address): string {
  const dot = address.indexOf('.');
  return `${address.slice(0, dot)}-${identifier(address.slice(dot + 1))}`;
}

function expressionsOf(outputs: Lowered['outputs']): JsonObject {
  return Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, expressionOf(output)]));
}

function expressionOf({ address, attribute, otherwise, format }: LoweredOutput): string {
  const value = expressionAt(address, attribute);
  const taken = otherwise === undefined ? value : `coalesce(${value}, ${expressionAt(address, otherwise)})`;
  // Neither a text nor `coalesce` can be made of nothing but null.
  const mayFail = [attribute, otherwise].some((path) => path?.includes('.') === true);
  if (format === undefined) return `\${${mayFail && otherwise !== undefined ? orNull(taken) : taken}}`;
  const filled = (text: string): string =>
    text.replaceAll(PLACEHOLDER, (_, name: string) => `\${${name === '' ? taken : `${address}.${name}`}}`);
  return mayFail ? `\${${orNull(filled(JSON.stringify(format)))}}` : filled(format);
}

function orNull(expression: string): string {
  return `try(${expression}, null)`;
}

/** An attribute, or a value within one, which need not exist: null then. */
function expressionAt(address: TerraformAddress, path: string): string {
  const value = `${address}.${path.replaceAll(/\.(\d+)/g, '[$1]')}`;
  return path.includes('.') ? orNull(value) : value;
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
