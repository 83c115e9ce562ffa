import { digestOf } from '../values/digest';
import type { ResourceRecord, Tombstone } from './state';

/**
 * Digest of what a plan may depend on: the record or tombstone without who applied it, when and from where,
 * and without what the engine made of its inputs.
 * null where there is nothing.
 */
export function recordDigest(recorded: ResourceRecord | Tombstone | undefined): string | null {
  if (recorded === undefined) return null;
  const { applied: _applied, lowered: _lowered, ...rest }: Partial<ResourceRecord> = recorded;
  return digestOf(rest);
}
