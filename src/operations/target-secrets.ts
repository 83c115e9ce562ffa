import type { Plan } from '../plan/plan';
import { secretReferences } from '../resources/secrets/references';
import type { SecretReference } from '../resources/secrets/references';
import { secretDelivery } from '../resources/secrets/delivery';
import { presentDigests } from '../resources/secrets/digests';
import type { SecretDigests } from '../values/secret-digests';
import type { SecretReader } from '../resources/secrets/digests';
import type { ResourceRecord } from '../state/state';

type Wanted = Exclude<Plan['changes'][number], { action: 'delete' | 'read' }>;

/**
 * Returns the digests of the secrets that a resource has once a change is applied. Secrets that are
 * written singly are so only when their value or reference changes. Without a reader nothing is known of values.
 */
export function secretDigestsAfter(
  change: Wanted,
  prior: ResourceRecord | null,
  reader: SecretReader | null,
): SecretDigests {
  const before = change.action === 'update' ? (prior?.secretDigests ?? {}) : {};
  if (reader === null) return before;
  const now = presentDigests(change.after, reader);
  const delivery = secretDelivery(change.kind, change.after);
  if (change.action !== 'update' || prior === null || delivery === 'anew') return now;
  const written = writtenPaths(change, prior);
  if (delivery === 'together') return written.size > 0 ? now : before;
  const kept = secretReferences(change.after).map(({ path }) => [
    path,
    (written.has(path) ? now : before)[path],
  ]);
  return Object.fromEntries(kept.filter(([, digest]) => digest !== undefined)) as SecretDigests;
}

/** Returns the paths of the references that an update adds, edits, removes or brings over anew. */
function writtenPaths(change: Extract<Wanted, { action: 'update' }>, prior: ResourceRecord): Set<string> {
  const before = new Map(secretReferences(prior.inputs).map((one) => [one.path, keyOf(one)]));
  const after = new Map(secretReferences(change.after).map((one) => [one.path, keyOf(one)]));
  const edited = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  return new Set([...edited, ...(change.secretChanges ?? []).map(({ path }) => path)]);
}

function keyOf({ variable, from }: SecretReference): string {
  return `${from}:${variable}`;
}
