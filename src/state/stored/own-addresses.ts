import type { StateDelta } from './state-delta';
import type { JournalEntry, MemberEnd, OpenMember, State } from '../state';
import { pathText } from './mismatch';

/** A value that names its own address, or nothing. */
type Addressed = { readonly address: string } | null;

/*
 * A schema cannot compare a key with a value below it, or two values: these functions check the rest.
 * Each function returns the first value that stands at the address of another, as a sentence, or undefined.
 */

export function misplacedInState(state: State | null, path: readonly string[]): string | undefined {
  if (state === null) return undefined;
  return (
    misplacedKey(state.resources, [...path, 'resources']) ??
    misplacedKey(state.tombstones, [...path, 'tombstones']) ??
    first(state.open, (entry, index) =>
      misplacedMember(entry.members, [...path, 'open', `${index}`, 'members']),
    )
  );
}

export function misplacedInDelta(delta: StateDelta): string | undefined {
  return (
    misplacedKey(delta.resources, ['delta', 'resources']) ??
    misplacedKey(delta.tombstones, ['delta', 'tombstones']) ??
    first((delta.set['open'] ?? []) as State['open'], (entry, index) =>
      misplacedMember(entry.members, ['delta', 'set', 'open', `${index}`, 'members']),
    )
  );
}

export function misplacedInEntry(entry: JournalEntry, path: readonly string[] = []): string | undefined {
  return entry.type === 'begin' || entry.type === 'end'
    ? misplacedMember(entry.members, [...path, 'members'])
    : undefined;
}

export function misplacedInEntries(entries: readonly JournalEntry[]): string | undefined {
  return first(entries, (entry, index) => misplacedInEntry(entry, ['entries', `${index}`]));
}

function misplacedKey(
  values: Readonly<Record<string, unknown>> = {},
  path: readonly string[],
): string | undefined {
  for (const key of Object.keys(values)) {
    const value = values[key] as Addressed;
    if (value !== null && value.address !== key)
      return `${pathText([...path, key])} must be at its own address`;
  }
  return undefined;
}

function misplacedMember(
  members: readonly (OpenMember | MemberEnd)[],
  path: readonly string[],
): string | undefined {
  return first(members, (member, index) => {
    const parts: Readonly<Record<string, Addressed>> =
      'record' in member
        ? { record: member.record, tombstone: member.tombstone }
        : { target: member.target, prior: member.prior, tombstone: member.tombstone };
    const movedFrom = 'record' in member ? undefined : member.movedFrom;
    const wrong = Object.keys(parts).find((part) => {
      const own = part === 'prior' && movedFrom !== undefined ? movedFrom : member.address;
      return (parts[part]?.address ?? own) !== own;
    });
    if (wrong === undefined) return undefined;
    return `${pathText([...path, `${index}`, wrong, 'address'])} must be that of its operation`;
  });
}

function first<T>(
  items: readonly T[],
  check: (item: T, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = check(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
