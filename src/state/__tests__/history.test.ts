import { emptyState } from '../empty-state';
import { foldEntries } from '../fold';
import { withRun } from '../history';
import type { JournalEntry, Run } from '../state';

const AT = '2026-01-01T00:00:00.000Z';
const run = (id: string, ended: Run['ended'] = null): Run => ({
  id,
  operation: 'apply',
  by: 'ada@laptop',
  at: AT,
  commit: null,
  planDigest: null,
  ended,
});
const ENDED = { at: AT, result: 'done', done: { create: 1 }, notDone: 0 } as const;

test('a run that ends takes the place of what was known of it', () => {
  const history = withRun(withRun(withRun([], run('a')), run('b')), run('a', ENDED));
  expect(history).toEqual([run('a', ENDED), run('b')]);
});

test('a hundred runs are remembered: the oldest goes', () => {
  const ids = Array.from({ length: 103 }, (_, n) => String(n));
  const history = ids.reduce<readonly Run[]>((before, id) => withRun(before, run(id)), []);
  expect(history).toHaveLength(100);
  expect([history[0]?.id, history.at(-1)?.id]).toEqual(['3', '102']);
});

test('the journal tells of runs, and a state that never had one has no history', () => {
  const start = emptyState({ lineage: 'l', project: 'p', workspace: 'default', at: AT });
  const entries: JournalEntry[] = [
    { type: 'run', run: run('a') },
    { type: 'run', run: run('a', ENDED) },
  ];
  expect(foldEntries(start, entries)).toEqual({ ...start, history: [run('a', ENDED)] });
  expect(foldEntries(start, [])).not.toHaveProperty('history');
});
