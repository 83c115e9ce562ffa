import { didYouMean } from '../../values/did-you-mean';
import { HelixError } from '../../errors';
import type { DesiredResource, DesiredState } from '../../graph/desired-state';
import type { ResourceRecord, State } from '../../state/state';
import type { Address, ResourceKind } from '../../values/resource';

/** Returns the record that `name` means: an address, or a name that only one resource of the kinds has. */
export function recordNamed(
  state: State | null,
  name: string,
  kinds?: readonly ResourceKind[],
): ResourceRecord {
  return onlyOne(ofKinds(recordsNamed(state, name, kinds), kinds));
}

/** Returns the declared resource that `name` means. */
export function declaredAs(desired: DesiredState, name: string): DesiredResource {
  return onlyOne(resourcesNamed(desired, name));
}

/** Returns the records that `name` may mean: by address or name, at least one. `kinds` narrows what is suggested instead. */
export function recordsNamed(
  state: State | null,
  name: string,
  kinds?: readonly ResourceKind[],
): readonly [ResourceRecord, ...ResourceRecord[]] {
  return allNamed(Object.values(state?.resources ?? {}), name, 'nothing is recorded as', kinds);
}

/** Returns the declared resources that `name` may mean: at least one. */
export function resourcesNamed(
  desired: DesiredState,
  name: string,
): readonly [DesiredResource, ...DesiredResource[]] {
  return allNamed(desired.resources, name, 'nothing is declared as');
}

export interface Named {
  readonly address: Address;
  readonly name: string;
  readonly kind: ResourceKind;
}

/**
 * Returns the only resource of a list.
 * @throws HelixError `usage` when there are several
 */
export function onlyOne<T extends Named>(found: readonly T[]): T {
  const [first, second] = found;
  if (first === undefined) throw new Error('nothing was found');
  if (second === undefined) return first;
  throw new HelixError('usage', `"${first.name}" means ${found.map(({ address }) => address).join(' or ')}`, {
    hint: 'Give the whole address.',
  });
}

function allNamed<T extends Named>(
  all: readonly T[],
  name: string,
  missing: string,
  kinds?: readonly ResourceKind[],
): readonly [T, ...T[]] {
  const [first, ...rest] = all.filter((resource) => resource.address === name || resource.name === name);
  if (first !== undefined) return [first, ...rest];
  const suited = all.filter(({ kind }) => kinds?.includes(kind) ?? true);
  const names = suited.flatMap((resource) => [resource.address, resource.name]);
  throw new HelixError('not-found', `${missing} "${name}"`, {
    hint: didYouMean(name, names) ?? 'See `helix state list` and `helix plan`.',
  });
}

function ofKinds<T extends Named>(
  named: readonly [T, ...T[]],
  kinds?: readonly ResourceKind[],
): readonly T[] {
  if (kinds === undefined) return named;
  const suited = named.filter(({ kind }) => kinds.includes(kind));
  if (suited.length > 0) return suited;
  const [{ address, kind }] = named;
  throw new HelixError('usage', `${address} is of kind ${kind}: only ${kinds.join(', ')} can be meant here`);
}
