import { andPerhaps, count, listOf, nullable, objectOf, oneOf, text, type Check } from '../../../state/shape';

const head: Check = objectOf({
  place: text,
  lock: objectOf({
    token: count,
    id: text,
    status: oneOf('held', 'released', 'abandoned'),
    beat: count,
    operation: text,
    by: text,
    host: text,
    pid: count,
    since: text,
    identity: nullable(objectOf({ bootId: text, pidNamespace: text, startTime: text })),
  }),
  states: listOf(andPerhaps(objectOf({ serial: count, name: text }), { base: text })),
  journals: listOf(objectOf({ token: count, name: text, after: count, upTo: nullable(count) })),
});

/** What is wrong with a head that was read, in half a sentence; undefined when nothing is. */
export function byFormat(value: Readonly<Record<string, unknown>>): string | undefined {
  const { format } = value;
  if (typeof format === 'number' && format > 1) return `its format is ${format}, and this Helix reads 1`;
  const complaint = format === 1 ? head(value) : { path: 'format', expected: '1' };
  return complaint && `${complaint.path === '' ? 'it' : complaint.path} must be ${complaint.expected}`;
}
