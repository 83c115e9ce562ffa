import type { Lowered, StackRef, TerraformAddress } from '../../../../stacks/lowered';
import { stackName } from '../../../../stacks/lowered';
import type { OpenMember, ResourceRecord, State } from '../../../state/state';
import { digestOfText, canonicalJson } from '../../../values/digest';
import type { JsonObject } from '../../../values/json';
import { REPLACING_DRIFT } from '../../../values/drift';
import type { Address } from '../../../values/resource';
import type { Expected } from '../../../../stacks';
import type { Stacks } from './stacks';
import { readTerraformState } from './terraform-state';
import type { TerraformState } from './terraform-state';

/** A member of a batch in one stack: what it is there now, and what it will be. */
export interface RunMember {
  readonly address: Address;
  readonly action: OpenMember['action'];
  /** As it stands on record in this stack; null: it is not in it. */
  readonly prior: Lowered | null;
  /** null: it leaves this stack. */
  readonly target: Lowered | null;
}

/** One run of Terraform: a stack with the blocks of the approved changes replaced, and what must come of it. */
export interface StackRun {
  readonly ref: StackRef;
  readonly name: string;
  readonly members: readonly RunMember[];
  readonly text: string;
  readonly variables: JsonObject;
  /** What Terraform will be asked for explicitly. */
  readonly replace: readonly TerraformAddress[];
  /** null: the whole stack is looked at. Otherwise nothing but these is looked at or touched. */
  readonly only: readonly TerraformAddress[] | null;
  readonly expected: ReadonlyMap<TerraformAddress, { readonly address: Address; readonly allowed: Expected }>;
  /** Whose each managed address is. */
  readonly owners: ReadonlyMap<TerraformAddress, Address>;
  /** Terraform's state as it is mirrored. */
  readonly before: TerraformState | null;
  /** Secret values by the key of `helix_secret`: where they come from. */
  readonly secrets: Readonly<Record<string, string>>;
  /** In Terraform's state and nobody's any longer: it was taken off the record by hand, and is left alone. */
  readonly abandoned: readonly TerraformAddress[];
}

export interface StackSettings {
  readonly endpointUrl: string | null;
  readonly lineage: string;
}

/** Puts together what one run of a stack means for these members, on top of what is on record now. */
export function stackRun(
  stacks: Stacks,
  ref: StackRef,
  members: readonly RunMember[],
  state: State,
  { endpointUrl, lineage }: StackSettings,
): StackRun {
  const name = stackName(ref);
  const recorded = recordedIn(stacks, state, name);
  const before = readTerraformState(state.mirrors?.[name] ?? null);
  const lowered = new Map([...recorded].map(([address, record]) => [address, loweredOf(record)]));
  for (const { address, target } of members) {
    if (target === null) lowered.delete(address);
    else lowered.set(address, target);
  }
  const expected = new Map<TerraformAddress, { address: Address; allowed: Expected }>();
  const owners = new Map<TerraformAddress, Address>();
  const replace: TerraformAddress[] = [];
  for (const [address, one] of lowered) {
    for (const part of Object.keys(one.resources)) {
      owners.set(part, address);
      expected.set(part, { address, allowed: 'no-op' });
    }
  }
  for (const { address, action, prior, target } of members) {
    const parts = [...Object.keys(prior?.resources ?? {}), ...Object.keys(target?.resources ?? {})];
    const known = parts.filter((part) => before?.objects.has(part));
    // What did not end well, or was changed outside, is brought to what it should be from wherever it is.
    const record = recorded.get(address);
    const repair =
      record?.status === 'failed' ||
      record?.inputs['outside'] !== undefined ||
      record?.inputs[REPLACING_DRIFT] !== undefined ||
      (prior === null && known.length > 0);
    const change = stacks.expectedOf({
      provider: ref.provider,
      action: actionHere(action, prior, target),
      prior,
      target,
      repair,
    });
    for (const [part, allowed] of change.expected) {
      owners.set(part, address);
      expected.set(part, { address, allowed });
    }
    // What is not there cannot be asked to be replaced; it is created.
    replace.push(...change.replace.filter((part) => before?.objects.has(part)));
  }
  const changing = new Set(members.map(({ address }) => address));
  const othersFailed = [...recorded.values()].some(
    ({ address, status }) => status === 'failed' && !changing.has(address),
  );
  const isDeletion = members.every(({ target }) => target === null);
  const parts = [...owners].flatMap(([part, address]) => (changing.has(address) ? [part] : []));
  return {
    ref,
    name,
    members,
    replace,
    expected,
    owners,
    before,
    text: stacks.stackText(ref, lowered, { endpointUrl }),
    variables: stacks.stackVariables(lowered, lineage),
    // An expiry must not wait until somebody has tidied up what was changed elsewhere in the stack.
    only: isDeletion || othersFailed ? parts.sort() : null,
    secrets: Object.assign({}, ...members.map(({ target }) => target?.secrets ?? {})) as Record<
      string,
      string
    >,
    abandoned: [...(before?.objects.keys() ?? [])].filter((part) => !owners.has(part)),
  };
}

/** The digest of all that a plan of this run depends on, but the world. */
export function runDigest({ text, variables, replace, only, before }: StackRun): string {
  return digestOfText(
    canonicalJson({
      text,
      variables,
      replace,
      only,
      before: before === null ? null : digestOfText(before.text),
    }),
  );
}

/** The blocks on record; none where nothing was ever applied. */
export function recordedLowered(record: ResourceRecord | null): Lowered | null {
  return (record?.lowered ?? null) as Lowered | null;
}

/** What is on record in a stack. */
export function recordedIn(stacks: Stacks, state: State, name: string): Map<Address, ResourceRecord> {
  const records = Object.values(state.resources).filter(
    (record) =>
      record.engine === 'terraform' &&
      record.lowered !== undefined &&
      stackName(stacks.stackOf(record)) === name,
  );
  return new Map(records.map((record) => [record.address, record]));
}

function loweredOf(record: ResourceRecord): Lowered {
  const lowered = recordedLowered(record);
  if (lowered === null) throw new Error(`${record.address} has no blocks on record`);
  return lowered;
}

/** A replacement that moves to another place is a deletion in one stack and a creation in the other. */
function actionHere(
  action: OpenMember['action'],
  prior: Lowered | null,
  target: Lowered | null,
): OpenMember['action'] {
  if (target === null) return 'delete';
  return prior === null ? 'create' : action;
}
