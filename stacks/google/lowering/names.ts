import { boundedName } from '../../identifier';

/** The id of a repository of a name: lower-case letters, digits and `-`, of which the last is none. */
export function repositoryId(name: string): string {
  return boundedName(name, 63).replace(/-+$/, '');
}
