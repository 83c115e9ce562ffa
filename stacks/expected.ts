import type { OpenMember } from '../src/state/state';
import { canonicalJson } from '../src/values/digest';
import type { JsonObject } from '../src/values/json';
import type { Lowered, TerraformAddress } from './lowered';
import { providerAction, strongest } from './provider-behaviour';
import type { ProviderAction, ProviderBehaviour } from './provider-behaviour';
import { terraformCloud } from './registry';
import { resolvedBlocks } from './resolved-blocks';

/** What Terraform may say to one address. */
export type TerraformAction = 'create' | 'update' | 'replace' | 'delete' | 'no-op';

/** What must come of an address: one action, or one of several where it depends on what is there. */
export type Expected =
  | TerraformAction
  /** What did not end well is brought to what it should be, but never replaced: created, updated or nothing. */
  | 'repair'
  /** A replacement of what may not be there any longer: created or replaced. */
  | 'rebuild'
  /** A part that has nothing in it to lose, where only the cloud knows what it takes: anything but its end. */
  | 'adapt';

const ALLOWED: Readonly<Record<Expected, readonly TerraformAction[]>> = {
  create: ['create'],
  update: ['update'],
  replace: ['replace'],
  // What is gone already needs no deletion.
  delete: ['delete', 'no-op'],
  'no-op': ['no-op'],
  repair: ['create', 'update', 'no-op'],
  rebuild: ['create', 'replace'],
  adapt: ['create', 'update', 'replace', 'no-op'],
};

/** Whether Terraform wants what was approved, neither more nor less. */
export function isExpected(expected: Expected, found: TerraformAction): boolean {
  return ALLOWED[expected].includes(found);
}

/** A change of one resource, as it was approved. */
export interface LoweredChange {
  /** The cloud that it lies in. */
  readonly provider: string;
  readonly action: OpenMember['action'];
  readonly prior: Lowered | null;
  readonly target: Lowered | null;
  /** Its last operation did not complete: nobody knows how far it came. */
  readonly repair: boolean;
}

/** What Terraform is expected to say to each address of a change, and which it must be asked to replace. */
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
    // An update that was approved may not become more than that.
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

/** Ids that are known only afterwards change whatever refers to them. */
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

/** Another value than any that a block has. */
const NOT_KNOWN_YET = '(known after apply)';

/** Whether a text has an attribute that only the creation of another part makes known. */
function refersToNew(
  text: string,
  expected: ReadonlyMap<TerraformAddress, Expected>,
  blocks: Readonly<Record<TerraformAddress, JsonObject>>,
): boolean {
  return [...text.matchAll(/\$\{(\w+\.[\w-]+)\.(\w+)\}/g)].some(([, address = '', attribute = '']) => {
    const found = expected.get(address);
    return (found === 'create' || found === 'replace') && blocks[address]?.[attribute] === undefined;
  });
}
