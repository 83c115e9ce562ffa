import { didYouMean } from '../config/did-you-mean';
import { HelixError } from '../errors';
import type { DesiredResource } from '../graph/desired-state';
import type { ResourceRecord, State } from '../state/state';
import type { ResourceKind } from '../values/resource';
import type { Project } from './project';

/** The record that `name` means: an address, or a name that only one resource of the kinds has. */
export function recordNamed(
  state: State | null,
  name: string,
  kinds?: readonly ResourceKind[],
): ResourceRecord {
  const records = Object.values(state?.resources ?? {});
  return only(records.filter(isNamed(name, kinds)), records, name, 'nothing is recorded as');
}

/** The declared resource that `name` means. */
export function declaredAs(project: Project, name: string, kinds?: readonly ResourceKind[]): DesiredResource {
  const { resources } = project.desired;
  return only(resources.filter(isNamed(name, kinds)), resources, name, 'nothing is declared as');
}

function isNamed(name: string, kinds?: readonly ResourceKind[]) {
  return (resource: { address: string; name: string; kind: ResourceKind }): boolean =>
    (resource.address === name || resource.name === name) && (kinds?.includes(resource.kind) ?? true);
}

function only<T extends { readonly address: string; readonly name: string }>(
  found: readonly T[],
  all: readonly T[],
  name: string,
  missing: string,
): T {
  const [first, second] = found;
  if (first === undefined) {
    const suggestion = didYouMean(
      name,
      all.flatMap((resource) => [resource.address, resource.name]),
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
