import { lowerWith } from '../../../../stacks/lower';
import { stackText, stackVariables } from '../../../../stacks';
import type { Lowered, TerraformAction, TerraformAddress } from '../../../../stacks';
import type { Lowering, StackSettings, TerraformCloud } from '../../../../stacks/cloud';
import { canonicalJson } from '../../../../src/values/digest';
import type { Json, JsonObject } from '../../../../src/values/json';
import { attributeCopies } from './attribute-copies';
import type { CopyRules } from './attribute-copies';
import type { EditRules } from './attribute-edits';
import { TerraformStack } from './terraform-stack';

/** The observed behaviour of the provider, as it is kept in `stacks/` and `src/plan/`: sorted, for comparison. */
export interface ObservedBehaviour {
  /** Type -> attribute -> action; ` added` and ` removed` where not all blocks set it. */
  readonly attributes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Kind -> case of an input -> what becomes of the resource with all its parts. */
  readonly inputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** One input of a resource, edited in a way that the cloud takes for another. */
export interface InputEdit {
  readonly kind: 'instance' | 'registry_repo';
  /** `disk.size_gb smaller` */
  readonly case: string;
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** The edits of one cloud, and the place where they are tried. */
export interface Trial extends CopyRules {
  readonly cloud: TerraformCloud;
  readonly region: string;
  readonly settings: StackSettings;
  readonly inputs: readonly InputEdit[];
  /** Resources that together set every attribute; each attribute of their blocks is edited once. */
  readonly samples: readonly Pick<InputEdit, 'kind' | 'before'>[];
  readonly rules: EditRules;
}

/**
 * Lets the real provider plan every edit: all that is edited is made once, and one plan then sees each copy in another
 * way than it is. `environment` is what Terraform runs in.
 */
export async function observeBehaviour(
  trial: Trial,
  environment: Readonly<Record<string, string>>,
): Promise<ObservedBehaviour> {
  const { cloud, region, settings } = trial;
  const maker = makerOf(trial, await cloud.lower());
  const all = [...inputPieces(trial, maker), ...attributePieces(trial, maker)];
  // A resource whose blocks stay as they are need not be made: no provider sees its edit.
  const pieces = all.filter((piece) => piece.table === KEPT || !isSame(piece));
  const text = (side: 'before' | 'after') => {
    const sides = pieces.map((piece) => piece[side]);
    const ref = { provider: cloud.facts.name, region, layer: 'compute' } as const;
    return stackText(ref, new Map(sides.map((one) => [one.helixAddress, one])), settings);
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
    const { [KEPT]: kept = {}, ...attributes } = tableOf(all, 'attribute', planned);
    if (Object.values(kept).some((action) => action !== 'no-op')) throw new Error('what is kept was changed');
    return { attributes, inputs: tableOf(all, 'input', planned) };
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

function isSame({ before, after }: Piece): boolean {
  return canonicalJson(before as unknown as Json) === canonicalJson(after as unknown as Json);
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

type Maker = (kind: InputEdit['kind'], name: string, inputs: JsonObject) => Lowered;

function makerOf({ cloud, region }: Trial, lowering: Lowering): Maker {
  return (kind, name, inputs) =>
    lowerWith(
      lowering,
      cloud.facts.lowering.revision,
      {
        address: `${kind}.${name}`,
        kind,
        name,
        provider: cloud.facts.name,
        region,
        inputs,
        expiresAt: null,
      },
      { project: 'papertrail', workspace: 'default', op: 'op' },
    );
}

function inputPieces({ inputs: edits }: Trial, lowered: Maker): Piece[] {
  return edits.map(({ kind, case: row, before, after }, index) => {
    const name = `case${index}`;
    const named = (inputs: JsonObject) => lowered(kind, name, unique(kind, inputs, index));
    return { of: 'input', table: kind, row, before: named(before), after: named(after) };
  });
}

/** Two repositories cannot have one name. */
function unique(kind: string, inputs: JsonObject, index: number): JsonObject {
  return kind === 'instance' ? inputs : { ...inputs, name: `${textOf(inputs['name'])}-${index}` };
}

/** Samples that stay as they are, and copies of their blocks. */
function attributePieces(trial: Trial, lowered: Maker): Piece[] {
  const samples = trial.samples.map(({ kind, before }, index) => lowered(kind, `sample${index}`, before));
  const kept = samples.map((before): Piece => ({
    of: 'attribute',
    table: KEPT,
    row: before.helixAddress,
    before,
    after: before,
  }));
  const copies = attributeCopies(samples, trial.rules, trial);
  return [...kept, ...copies.map(({ type, ...copy }): Piece => ({ of: 'attribute', table: type, ...copy }))];
}

function secretsOf(all: readonly Lowered[]): string {
  const keys = all.flatMap(({ secrets }) => Object.keys(secrets));
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, 'a value'])));
}

function textOf(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Error('a name is a text');
  return value;
}
