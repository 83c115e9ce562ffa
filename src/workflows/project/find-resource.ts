import { didYouMean } from '../../values/did-you-mean';
import { HelixError } from '../../errors';
import type { DesiredResource, DesiredState } from '../../graph/desired-state';
import type { ResourceRecord, State } from '../../state/state';
import type { ResourceKind } from '../../values/resource';

/** Returns the record that `name` means: an address, or a name that only one resource of the kinds has. */
export function recordNamed(
  state: State | null,
  name: string,
  kinds?: readonly ResourceKind[],
): ResourceRecord {
  const records = Object.values(state?.resources ?? {});
  return only(records, { name, kinds }, 'nothing is recorded as');
}

/** Returns the declared resource that `name` means. */
export function declaredAs(
  desired: DesiredState,
  name: string,
  kinds?: readonly ResourceKind[],
): DesiredResource {
  return only(desired.resources, { name, kinds }, 'nothing is declared as');
}

interface Named {
  readonly address: string;
  readonly name: string;
  readonly kind: ResourceKind;
}

function only<T extends Named>(
  all: readonly T[],
  { name, kinds }: { readonly name: string; readonly kinds: readonly ResourceKind[] | undefined },
  missing: string,
): T {
  const named = all.filter((resource) => resource.address === name || resource.name === name);
  const suited = (resource: T): boolean => kinds?.includes(resource.kind) ?? true;
  const found = named.filter(suited);
  const [first, second] = found;
  if (first === undefined) {
    const [other] = named;
    if (other !== undefined && kinds !== undefined) {
      throw new HelixError('usage', `${other.address} is no ${kinds.join(', ')}: this cannot be done to it`);
    }
    const suggestion = didYouMean(
      name,
      all.filter(suited).flatMap((resource) => [resource.address, resource.name]),
    );
    throw new HelixError('not-found', `${missing} "${name}"`, {
      hint: suggestion ?? 'See `helix state list` and `helix plan`.',
    });
  }
  if (second !== undefined) {
    throw new HelixError('usage', `"${name}" means ${found.map(({ address }) => address).join(' or ')}`, {
      hint: 'Give the whole address.',
    });
  }
  return first;
}
