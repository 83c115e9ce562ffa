import type { OpenMember } from '../src/state/state';
import { canonicalJson } from '../src/values/digest';
import type { JsonObject } from '../src/values/json';
import type { Lowered, TerraformAddress } from './lowered';
import { providerAction, strongest } from './provider-behaviour';
import type { ProviderAction, ProviderBehaviour } from './provider-behaviour';
import { terraformCloud } from './registry';
import { resolvedBlocks } from './resolved-blocks';

/** The action in a plan of Terraform for one address. */
export type TerraformAction = 'create' | 'update' | 'replace' | 'delete' | 'no-op';

/** The action that an address must get: one, or one of several where it depends on what exists. */
export type Expected =
  | TerraformAction
  /** A repair of a part that failed: created, updated or left alone, but never replaced. */
  | 'repair'
  /** A replacement of a part that may no longer exist: created or replaced. */
  | 'rebuild'
  /** A part without data of its own, for which only the provider knows the necessary action: anything but deletion. */
  | 'adapt';

const ALLOWED: Readonly<Record<Expected, readonly TerraformAction[]>> = {
  create: ['create'],
  update: ['update'],
  replace: ['replace'],
  // A part that is gone already needs no deletion.
  delete: ['delete', 'no-op'],
  'no-op': ['no-op'],
  repair: ['create', 'update', 'no-op'],
  rebuild: ['create', 'replace'],
  adapt: ['create', 'update', 'replace', 'no-op'],
};

/** Whether Terraform's action is what was approved, neither more nor less. */
export function isExpected(expected: Expected, found: TerraformAction): boolean {
  return ALLOWED[expected].includes(found);
}

/** An approved change of one resource. */
export interface LoweredChange {
  /** The cloud that it lies in. */
  readonly provider: string;
  readonly action: OpenMember['action'];
  readonly prior: Lowered | null;
  readonly target: Lowered | null;
  /** Its last operation failed, or it drifted: its present condition is unknown. */
  readonly repair: boolean;
}

/** The expected action for each address of a change, and the addresses that Terraform must be told to replace. */
export function expectedOf({ provider, action, prior, target, repair }: LoweredChange): {
  readonly expected: ReadonlyMap<TerraformAddress, Expected>;
  readonly replace: readonly TerraformAddress[];
} {
  const { behaviour } = terraformCloud(provider);
  const before = prior === null ? {} : resolvedBlocks(prior);
  const after = target === null ? {} : resolvedBlocks(target);
  const expected = new Map<TerraformAddress, Expected>();
  for (const address of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
    expected.set(address, ofBlocks(behaviour, address, before[address], after[address]));
  }
  followReferences(behaviour, expected, after);
  const primary = target?.primary;
  for (const [address, found] of expected) {
    if (found === 'delete') continue;
    const isPrimary = address === primary;
    if (repair) expected.set(address, isPrimary ? (action === 'replace' ? 'rebuild' : 'repair') : 'adapt');
    // An approved update may not become more than an update.
    else if (isPrimary && found !== 'create') {
      if (action === 'replace') expected.set(address, 'replace');
      else if (found === 'replace') expected.set(address, 'update');
    } else if (action === 'replace' && found === 'replace') expected.set(address, 'adapt');
  }
  const replaced = action === 'replace' && primary !== undefined && prior?.primary === primary;
  return { expected, replace: replaced ? [primary] : [] };
}

function ofBlocks(
  behaviour: ProviderBehaviour,
  address: TerraformAddress,
  before: JsonObject | undefined,
  after: JsonObject | undefined,
): TerraformAction {
  if (before === undefined) return 'create';
  if (after === undefined) return 'delete';
  const type = address.slice(0, address.indexOf('.'));
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return strongest(keys.map((key) => providerAction(behaviour, type, key, before[key], after[key])));
}

/** Ids that are known only after the apply change everything that refers to them. */
function followReferences(
  behaviour: ProviderBehaviour,
  expected: Map<TerraformAddress, Expected>,
  blocks: Readonly<Record<TerraformAddress, JsonObject>>,
): void {
  for (let changed = true; changed;) {
    changed = false;
    for (const [address, block] of Object.entries(blocks)) {
      const found = expected.get(address);
      if (found !== 'no-op' && found !== 'update') continue;
      const type = address.slice(0, address.indexOf('.'));
      const actions = Object.entries(block)
        .filter(([, value]) => refersToNew(canonicalJson(value), expected, blocks))
        .map(([key, value]): ProviderAction => providerAction(behaviour, type, key, value, NOT_KNOWN_YET));
      const stronger = strongest([found, ...actions]);
      if (stronger === found) continue;
      expected.set(address, stronger);
      changed = true;
    }
  }
}

/** A value that no block has. */
const NOT_KNOWN_YET = '(known after apply)';

/** Whether a text refers to an attribute that is known only once another part is created. */
function refersToNew(
  text: string,
  expected: ReadonlyMap<TerraformAddress, Expected>,
  blocks: Readonly<Record<TerraformAddress, JsonObject>>,
): boolean {
  return [...text.matchAll(/\$\{(\w+\.[\w-]+)\.(\w+)(?:\.\w+)*\}/g)].some(
    ([, address = '', attribute = '']) => {
      const found = expected.get(address);
      return (found === 'create' || found === 'replace') && blocks[address]?.[attribute] === undefined;
    },
  );
}
