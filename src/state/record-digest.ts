import { digestOf } from '../values/digest';
import type { ResourceRecord, Tombstone } from './state';

/**
 * Returns the digest of the part of a record or tombstone that a plan may depend on: all but its attribution, the
 * lowered blocks and the digests of secrets, which no approved plan depends on; null where there is neither.
 */
export function recordDigest(recorded: ResourceRecord | Tombstone | undefined): string | null {
  if (recorded === undefined) return null;
  const {
    applied: _applied,
    lowered: _lowered,
    secretDigests: _secrets,
    ...rest
  }: Partial<ResourceRecord> = recorded;
  return digestOf(rest);
}
