import { digestOfText } from '../src/values/digest';

/**
 * A name as Terraform's identifiers may be: they cannot begin with a digit or `-`. Two names never become the same, and
 * a name that is one already stays as it is.
 */
export function identifier(name: string): string {
  return /^[A-Za-z]/.test(name) ? name : `_${name}`;
}

/** A name of at most `length` characters: a longer one is cut, and ends with a digest of all of it. */
export function boundedName(name: string, length: number): string {
  if (name.length <= length) return name;
  return `${name.slice(0, length - 9)}-${digestOfText(name).slice(0, 8)}`;
}
