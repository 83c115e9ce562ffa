import type { HelixError } from '../../errors';
import { emptyState } from '../../state/empty-state';
import type { State } from '../../state/state';
import { sampleRecord } from '../../testing/sample-records';
import type { Address } from '../../values/resource';
import { assertRoom } from '../limits';
import type { OtherPreview } from '../limits';

const AT = '2026-01-01T00:00:00.000Z';
const NONE = { number: 7, state: null };

/** The preview of a pull request in one of its states. */
function preview(number: number, address: Address): OtherPreview {
  const empty = emptyState({ lineage: 'l', project: 'p', workspace: `pr-${number}`, at: AT });
  return { number, state: { ...empty, resources: { [address]: sampleRecord(address) } } };
}

/** A preview that has begun and has nothing yet. */
function begun(number: number, at: string): State {
  const empty = emptyState({ lineage: 'l', project: 'p', workspace: `pr-${number}`, at });
  const run = {
    id: 'r',
    operation: 'preview up',
    by: 'ada',
    at,
    commit: null,
    planDigest: null,
    ended: null,
  };
  return { ...empty, history: [run] };
}

/** Returns the refusal where `max` is 2; null: there is none. */
function refusalOf(own: Parameters<typeof assertRoom>[1], others: readonly OtherPreview[]): string | null {
  const max = { value: 2, source: { file: 'helix.toml', line: 9, column: 1 } };
  try {
    assertRoom({ max }, own, others);
    return null;
  } catch (error) {
    return (error as HelixError).problems[0]?.message ?? '';
  }
}

const [shared, onHost] = [preview(1, 'cluster.web'), preview(2, 'instance.box')];

test('previews in the shared state and in that of this host count together', () => {
  expect(refusalOf(NONE, [shared, onHost])).toBe(
    '`max` is 2, and these live: pull request 1, pull request 2.',
  );
  expect(refusalOf(NONE, [shared])).toBeNull();
});

test('a pull request with a preview in both states has one place', () => {
  expect(refusalOf(NONE, [shared, preview(1, 'instance.box')])).toBeNull();
  expect(refusalOf(NONE, [shared, onHost, preview(7, 'instance.box')])).toBeNull();
});

test('a preview that lives keeps its place, however many there are', () => {
  expect(refusalOf(preview(7, 'cluster.web'), [shared, onHost, preview(3, 'cluster.web')])).toBeNull();
});

test('the earlier of two that have nothing yet has the last place, and the lower number of two at one time', () => {
  const [early, late] = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:01.000Z'];
  const refused = (mine: string, theirs: string, number: number) =>
    refusalOf({ number: 7, state: begun(7, mine) }, [shared, { number, state: begun(number, theirs) }]) !==
    null;
  expect([refused(early, late, 3), refused(late, early, 9)]).toEqual([false, true]);
  expect([refused(early, early, 3), refused(early, early, 9)]).toEqual([true, false]);
});
