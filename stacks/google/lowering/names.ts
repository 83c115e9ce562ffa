import { boundedName } from '../../identifier';

/** The id of a repository of a name: lower-case letters, digits and `-`, but no `-` at its end. */
export function repositoryId(name: string): string {
  return boundedName(name, 63).replace(/-+$/, '');
}
