import { verdictOf } from '../verdict';
import { planFor, recorded, state, wanted } from './world';

const noEngine = { isApplied: () => false };
const open = {
  id: 'entry',
  engine: 'helix-cloud',
  at: '2026-11-18T09:00:00.000Z',
  members: [
    { address: 'cluster.a', action: 'create', key: 'k', target: recorded('a'), prior: null, tombstone: null },
  ],
} as const;

describe('a plan', () => {
  it.each([
    ['nothing', 'that agrees with the record', planFor([wanted('a')], state([recorded('a')]))],
    ['nothing', 'of what this version cannot apply', planFor([wanted('a')], null, noEngine)],
    ['nothing', 'that only reads', planFor([wanted('a', { readOnly: true })], null)],
    ['changes', 'that creates something', planFor([wanted('a')], null)],
    ['changes', 'before an interrupted run is recovered', planFor([wanted('a')], state([], [], [open]))],
    ['refused', 'that deletes what is protected', planFor([], state([recorded('a', { protect: true })]))],
  ])('comes to %s: one %s', (verdict, _, plan) => {
    expect(verdictOf(plan)).toBe(verdict);
  });
});
