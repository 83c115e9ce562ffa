import { aws } from '../../../../stacks/aws';
import { AWS_LOWERING } from '../../../../stacks/aws/lowering';
import { lowerWith } from '../../../../stacks/lower';
import { stackText, stackVariables } from '../../../../stacks';
import type { Lowered, TerraformAction, TerraformAddress } from '../../../../stacks';
import type { Json, JsonObject } from '../../../../src/values/json';
import { attributeEdits } from './attribute-edits';
import { INSTANCE, inputEdits, REGISTRY_REPO } from './input-edits';
import type { Subnets } from './input-edits';
import { TerraformStack } from './terraform-stack';

/** The observed behaviour of the provider, as it is kept in `stacks/` and `src/plan/`: sorted, for comparison. */
export interface ObservedBehaviour {
  /** Type -> attribute -> action; ` added` and ` removed` where not all blocks set it. */
  readonly attributes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Kind -> case of an input -> what becomes of the resource with all its parts. */
  readonly inputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Lets the real provider plan every edit: all that is edited is made once, and one plan then sees each copy in another
 * way than it is. `environment` is what Terraform runs in.
 */
export async function observeBehaviour(
  endpointUrl: string,
  environment: Readonly<Record<string, string>>,
  subnets: Subnets,
): Promise<ObservedBehaviour> {
  const pieces = [...inputPieces(subnets), ...attributePieces(subnets)];
  const text = (side: 'before' | 'after') => {
    const all = pieces.map((piece) => piece[side]);
    const ref = { provider: 'aws', region: 'us-east-1', layer: 'compute' } as const;
    return stackText(ref, new Map(all.map((one) => [one.helixAddress, one])), {
      endpointUrl,
      scope: null,
    });
  };
  const variables = (side: 'before' | 'after') =>
    stackVariables(new Map(pieces.map((piece) => [piece.before.helixAddress, piece[side]])), 'lineage');
  const stack = new TerraformStack({
    ...environment,
    TF_VAR_helix_secret: secretsOf(pieces.flatMap(({ before, after }) => [before, after])),
  });
  try {
    stack.writeVariables(variables('before'));
    await stack.init(text('before'));
    await stack.apply(text('before'));
    stack.writeVariables(variables('after'));
    const planned = await stack.planAgain(text('after'));
    const { [KEPT]: kept = {}, ...attributes } = tableOf(pieces, 'attribute', planned);
    if (Object.values(kept).some((action) => action !== 'no-op')) throw new Error('what is kept was changed');
    return { attributes, inputs: tableOf(pieces, 'input', planned) };
  } finally {
    stack.remove();
  }
}

const KEPT = 'kept';

/** One resource that is edited in one way. */
interface Piece {
  readonly of: 'attribute' | 'input';
  readonly table: string;
  readonly row: string;
  readonly before: Lowered;
  readonly after: Lowered;
}

function tableOf(
  pieces: readonly Piece[],
  of: Piece['of'],
  planned: ReadonlyMap<TerraformAddress, TerraformAction>,
): Record<string, Record<string, string>> {
  const table: Record<string, Record<string, string>> = {};
  const ours = pieces
    .filter((piece) => piece.of === of)
    .sort((a, b) => (`${a.table} ${a.row}` < `${b.table} ${b.row}` ? -1 : 1));
  for (const { table: name, row, before, after } of ours) {
    const action =
      of === 'attribute' ? (planned.get(before.primary) ?? 'no-op') : ofAll(planned, before, after);
    const known = (table[name] ??= {})[row];
    if (known !== undefined && known !== action) throw new Error(`${name} ${row}: ${known} and ${action}`);
    table[name][row] = action;
  }
  return table;
}

/** Returns the action on a resource: it is replaced with its primary, and updated with any of its parts. */
function ofAll(
  planned: ReadonlyMap<TerraformAddress, TerraformAction>,
  before: Lowered,
  after: Lowered,
): string {
  if (planned.get(before.primary) === 'replace') return 'replace';
  const addresses = [...Object.keys(before.resources), ...Object.keys(after.resources)];
  return addresses.some((address) => planned.has(address)) ? 'update' : 'nothing';
}

function inputPieces(subnets: Subnets): Piece[] {
  return inputEdits(subnets).map(({ kind, case: row, before, after }, index) => {
    const name = `case${index}`;
    const named = (inputs: JsonObject) => lowered(kind, name, unique(kind, inputs, index));
    return { of: 'input', table: kind, row, before: named(before), after: named(after) };
  });
}

/** Two repositories cannot have one name. */
function unique(kind: string, inputs: JsonObject, index: number): JsonObject {
  return kind === 'instance' ? inputs : { ...inputs, name: `${textOf(inputs['name'])}-${index}` };
}

/** Copies of single blocks, that refer to parts of a resource which stays as it is. */
function attributePieces({ other }: Subnets): Piece[] {
  const key = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'D'.repeat(43)} somebody`;
  const base = [
    lowered('instance', 'plain', { ...INSTANCE, ssh_key: null }),
    lowered('instance', 'full', {
      ...INSTANCE,
      spot: true,
      subnet_id: other,
      ssh_key: key,
      expire_itself: true,
    }),
    lowered('registry_repo', 'repo', REGISTRY_REPO),
  ];
  // The blocks that others refer to, and all the rest, stay as they are.
  const kept = base.map((before): Piece => ({
    of: 'attribute',
    table: KEPT,
    row: before.helixAddress,
    before,
    after: before,
  }));
  const copies = attributeEdits(base).map(({ type, path, case: what, before, after }, index): Piece => {
    const copy = (block: JsonObject, of: Lowered) =>
      copyOf(of, `${type}.copy${index}`, renamed(block, before, index));
    return {
      of: 'attribute',
      table: type,
      row: what === 'changed' ? path : `${path} ${what}`,
      before: copy(before, base[0]!),
      after: copy(after, base[0]!),
    };
  });
  return [...kept, ...copies];
}

/** A name that the block before has and no other copy. */
function renamed(block: JsonObject, before: JsonObject, index: number): JsonObject {
  const own = ['name', 'key_name'].filter((key) => typeof before[key] === 'string');
  const isMade = (key: string) => !textOf(before[key]).includes('${aws_');
  return {
    ...block,
    ...Object.fromEntries(own.filter(isMade).map((key) => [key, `${textOf(block[key])}-${index}`])),
  };
}

function copyOf(of: Lowered, address: TerraformAddress, block: JsonObject): Lowered {
  const helixAddress = `instance.${address.replace('.', '-')}` as const;
  return {
    ...of,
    helixAddress,
    primary: address,
    resources: { [address]: block },
    outputs: {},
    probes: {},
    secrets: {},
  };
}

function lowered(kind: 'instance' | 'registry_repo', name: string, inputs: JsonObject): Lowered {
  return lowerWith(
    AWS_LOWERING,
    aws.facts.lowering.revision,
    { address: `${kind}.${name}`, kind, name, provider: 'aws', region: 'us-east-1', inputs, expiresAt: null },
    { project: 'papertrail', workspace: 'default', op: 'op' },
  );
}

function secretsOf(all: readonly Lowered[]): string {
  const keys = all.flatMap(({ secrets }) => Object.keys(secrets));
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, 'a value'])));
}

function textOf(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Error('a name is a text');
  return value;
}
