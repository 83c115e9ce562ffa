import { digestOfText } from '../src/values/digest';

/**
 * A name as a Terraform identifier, which cannot begin with a digit or `-`. Different names stay different, and a valid
 * identifier stays as it is.
 */
export function identifier(name: string): string {
  return /^[A-Za-z]/.test(name) ? name : `_${name}`;
}

/** A name of at most `length` characters: a longer one is cut, and ends with the digest of the whole name. */
export function boundedName(name: string, length: number): string {
  if (name.length <= length) return name;
  return `${name.slice(0, length - 9)}-${digestOfText(name).slice(0, 8)}`;
}
