import { expectedOf, stackName, stackText, stackVariables } from '../../../../stacks';
import type { Expected, Lowered, StackRef, StackSettings, TerraformAddress } from '../../../../stacks';
import { hasDriftNotes } from '../../../resources/drift-notes';
import type { OpenMember, ResourceRecord, State } from '../../../state/state';
import { canonicalJson, digestOfText } from '../../../values/digest';
import type { JsonObject } from '../../../values/json';
import type { Address } from '../../../values/resource';
import type { Stacks } from './stacks';
import { readTerraformState } from './terraform-state';
import type { TerraformState } from './terraform-state';

/** A member of a batch in one stack, with its blocks before and after. */
export interface RunMember {
  readonly address: Address;
  readonly action: OpenMember['action'];
  /** The recorded blocks in this stack; null: it is not in it. */
  readonly prior: Lowered | null;
  /** null: it leaves this stack. */
  readonly target: Lowered | null;
}

/** One run of Terraform: the recorded blocks of a stack with those of the approved changes, and what it must do. */
export interface StackRun {
  readonly ref: StackRef;
  readonly name: string;
  readonly members: readonly RunMember[];
  readonly text: string;
  readonly variables: JsonObject;
  /** The addresses that Terraform is told to replace. */
  readonly replace: readonly TerraformAddress[];
  /** The only addresses that are planned; null: the whole stack. */
  readonly only: readonly TerraformAddress[] | null;
  readonly expected: ReadonlyMap<TerraformAddress, { readonly address: Address; readonly allowed: Expected }>;
  /** The owner of each managed address. */
  readonly owners: ReadonlyMap<TerraformAddress, Address>;
  /** Terraform's state as it was mirrored last. */
  readonly before: TerraformState | null;
  /** The sources of secret values, by the key of `helix_secret`. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Addresses in Terraform's state without an owner: a user removed the record, and the objects are left alone. */
  readonly abandoned: readonly TerraformAddress[];
}

/** The settings of a stack's account, and the lineage of the state that it belongs to. */
export interface RunSettings extends StackSettings {
  readonly lineage: string;
}

/** The run that changes these members of a stack, on top of what is recorded now. */
export function stackRun(
  stacks: Pick<Stacks, 'stackOf'>,
  ref: StackRef,
  members: readonly RunMember[],
  state: State,
  { lineage, ...settings }: RunSettings,
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
    // A resource that failed or drifted is repaired from any condition.
    const record = recorded.get(address);
    const repair =
      record?.status === 'failed' ||
      (record !== undefined && hasDriftNotes(address, record.inputs)) ||
      (prior === null && known.length > 0);
    const change = expectedOf({
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
    // Terraform cannot replace what does not exist; it is created.
    replace.push(...change.replace.filter((part) => before?.objects.has(part)));
  }
  const changing = new Set(members.map(({ address }) => address));
  const othersFailed = [...recorded.values()].some(
    ({ address, status }) => status === 'failed' && !changing.has(address),
  );
  const isDeletion = members.length > 0 && members.every(({ target }) => target === null);
  const parts = [...owners].flatMap(([part, address]) => (changing.has(address) ? [part] : []));
  return {
    ref,
    name,
    members,
    replace,
    expected,
    owners,
    before,
    text: stackText(ref, lowered, settings),
    variables: stackVariables(lowered, lineage),
    // An expiry must not wait until drift elsewhere in the stack is repaired.
    only: isDeletion || othersFailed ? parts.sort() : null,
    secrets: Object.assign({}, ...members.map(({ target }) => target?.secrets ?? {})) as Record<
      string,
      string
    >,
    abandoned: [...(before?.objects.keys() ?? [])].filter((part) => !owners.has(part)),
  };
}

/** The digest of everything that a plan of this run depends on, except for the cloud. */
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

/** The recorded blocks; null when the resource was never applied. */
export function recordedLowered(record: ResourceRecord | null): Lowered | null {
  return (record?.lowered ?? null) as Lowered | null;
}

/** The records in a stack. */
export function recordedIn(
  stacks: Pick<Stacks, 'stackOf'>,
  state: State,
  name: string,
): Map<Address, ResourceRecord> {
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
  if (lowered === null) throw new Error(`${record.address} has no recorded blocks`);
  return lowered;
}

/** The action in this stack: a replacement that moves is a deletion in one stack and a creation in the other. */
function actionHere(
  action: OpenMember['action'],
  prior: Lowered | null,
  target: Lowered | null,
): OpenMember['action'] {
  if (target === null) return 'delete';
  return prior === null ? 'create' : action;
}
