import { didYouMean } from '../../values/did-you-mean';
import { HelixError } from '../../errors';
import type { DesiredResource, DesiredState } from '../../graph/desired-state';
import type { ResourceRecord, State, Tombstone } from '../../state/state';
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
function recordsNamed(
  state: State | null,
  name: string,
  kinds?: readonly ResourceKind[],
): readonly [ResourceRecord, ...ResourceRecord[]] {
  return allNamed(Object.values(state?.resources ?? {}), name, 'nothing is recorded as', kinds);
}

/**
 * Returns the records that `name` may mean, for a command about what exists.
 * @throws HelixError `not-found`, which says so where the resource is declared and not created, or has expired
 */
export function existingNamed(
  state: State | null,
  desired: DesiredState,
  name: string,
): readonly [ResourceRecord, ...ResourceRecord[]] {
  const isNamed = (one: Named): boolean => one.address === name || one.name === name;
  const declared = desired.resources.filter((resource) => isNamed(resource) && !resource.readOnly);
  // An instance is what its image and its repository are for.
  const [missing] = declared.filter(({ kind }) => isRunning(kind)).concat(declared);
  if (missing !== undefined && !Object.values(state?.resources ?? {}).some(isNamed)) {
    throw notCreated(missing, state?.tombstones[missing.address]);
  }
  return recordsNamed(state, name);
}

function isRunning(kind: ResourceKind): boolean {
  return kind === 'instance' || kind === 'cluster';
}

function notCreated({ address, name }: DesiredResource, tombstone: Tombstone | undefined): HelixError {
  if (tombstone !== undefined && tombstone.lifted === null) {
    const end = tombstone.reason === undefined ? 'has expired and was destroyed' : 'was terminated';
    return new HelixError('not-found', `${address} ${end}`, {
      hint: `\`helix renew ${name}\` brings it back.`,
    });
  }
  return new HelixError('not-found', `${address} is declared and not created yet`, {
    hint: `Create it: \`helix apply --target ${name}\`.`,
  });
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
