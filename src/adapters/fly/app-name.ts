import type { Owner } from '../../resources/owner';
import { digestOfText } from '../../values/digest';

/** Fly takes names of at most 30 characters in some places. */
const LONGEST_BASE = 21;
const DIGITS = 8;

/**
 * Returns the name of an app: the names of apps are those of all customers, and nothing else at Fly tells whose an app
 * without a machine is.
 */
export function appName(base: string, { lineage, workspace, address }: Owner, org: string): string {
  const name = address.slice(address.indexOf('.') + 1);
  const digest = digestOfText([lineage, workspace, name, org].join('\n')).replace(/^sha256:/, '');
  return `${base.slice(0, LONGEST_BASE).replace(/-+$/, '')}-${digest.slice(0, DIGITS)}`;
}
