import type { Json, JsonObject } from '../../../../src/values/json';
import type { Lowered, TerraformAddress } from '../../../../stacks';

/** One attribute of one block, and the block in which it alone is another. */
export interface AttributeEdit {
  readonly type: string;
  /** `root_block_device.volume_size` */
  readonly path: string;
  readonly case: 'changed' | 'added' | 'removed';
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** Attributes that Terraform compares as one. */
const WHOLE = new Set(['tags', 'ingress', 'egress']);
const NO_ATTRIBUTES = new Set(['depends_on', 'lifecycle']);

/** The edited values of attributes that accept neither a longer text nor another number or boolean. */
const OTHER: Readonly<Record<string, Json>> = {
  'aws_ecr_repository.encryption_configuration.encryption_type': 'KMS',
  'aws_ecr_repository.image_tag_mutability': 'MUTABLE',
  'aws_iam_role.assume_role_policy': JSON.stringify({ Version: '2012-10-17', Statement: [] }),
  'aws_iam_role_policy.policy': JSON.stringify({ Version: '2012-10-17', Statement: [] }),
  'aws_instance.instance_market_options.market_type': 'capacity-block',
  'aws_instance.instance_market_options.spot_options.instance_interruption_behavior': 'stop',
  'aws_instance.instance_market_options.spot_options.spot_instance_type': 'persistent',
  'aws_instance.instance_type': 't3.large',
  'aws_instance.metadata_options.http_endpoint': 'disabled',
  'aws_instance.metadata_options.http_tokens': 'optional',
  'aws_instance.metadata_options.instance_metadata_tags': 'disabled',
  'aws_instance.root_block_device.volume_type': 'gp2',
  'aws_instance.vpc_security_group_ids': ['sg-0123456789abcdef0'],
  'aws_key_pair.public_key': `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'B'.repeat(43)} other`,
  'aws_security_group.egress': [],
  'aws_security_group.ingress': [],
  'aws_ssm_parameter.type': 'String',
  'aws_ssm_parameter.value_wo_version': 7,
};

/** Every attribute that the blocks of these resources set, each edited once; and those that only some of them set. */
export function attributeEdits(samples: readonly Lowered[]): AttributeEdit[] {
  const blocks = samples.flatMap(({ resources }) => Object.entries(resources));
  const edits = new Map<string, AttributeEdit>();
  const add = (edit: AttributeEdit) => edits.set(`${edit.type} ${edit.path} ${edit.case}`, edit);
  for (const [address, before] of blocks) {
    const type = typeOf(address);
    for (const path of leaves(before)) {
      add({
        type,
        path,
        case: 'changed',
        before,
        after: edited(before, path.split('.'), (value) => other(type, path, value)),
      });
    }
    const others = blocks.filter(([one]) => typeOf(one) === type).map(([, block]) => block);
    for (const key of Object.keys(before)) {
      const without = others.find((block) => !(key in block));
      if (without === undefined || NO_ATTRIBUTES.has(key)) continue;
      const { [key]: value, ...rest } = before;
      add({ type, path: key, case: 'removed', before, after: rest });
      add({ type, path: key, case: 'added', before: rest, after: { ...rest, [key]: value ?? null } });
    }
  }
  return [...edits.values()];
}

function other(type: string, path: string, value: Json): Json {
  const given = OTHER[`${type}.${path}`];
  if (given !== undefined) return given;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 10;
  if (/(^|\.)tags$/.test(path)) return { ...(value as JsonObject), another: 'tag' };
  if (typeof value === 'string') return `${value}-other`;
  throw new Error(`say what ${type}.${path} becomes`);
}

/** Returns the paths of a block's attributes, without those that Terraform is told to ignore. */
function leaves(block: JsonObject, prefix = ''): string[] {
  const ignored = new Set(
    ((block['lifecycle'] ?? {}) as { ignore_changes?: readonly string[] }).ignore_changes ?? [],
  );
  return Object.entries(block).flatMap(([key, value]) => {
    if (prefix === '' && (NO_ATTRIBUTES.has(key) || ignored.has(key))) return [];
    const path = prefix + key;
    const inner = single(value);
    return inner === null || WHOLE.has(key) ? [path] : leaves(inner, `${path}.`);
  });
}

function edited(
  block: JsonObject,
  [key = '', ...rest]: readonly string[],
  edit: (value: Json) => Json,
): JsonObject {
  const value = block[key] ?? null;
  if (rest.length === 0) return { ...block, [key]: edit(value) };
  const inner = edited(single(value) ?? {}, rest, edit);
  return { ...block, [key]: Array.isArray(value) ? [inner] : inner };
}

function single(value: Json): JsonObject | null {
  const one = Array.isArray(value) && value.length === 1 ? (value[0] as Json) : value;
  return typeof one === 'object' && one !== null && !Array.isArray(one) ? (one as JsonObject) : null;
}

function typeOf(address: TerraformAddress): string {
  return address.slice(0, address.indexOf('.'));
}
