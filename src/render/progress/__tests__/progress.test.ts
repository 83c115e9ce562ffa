import type { ApplyEvent } from '../../../ports/reporter';
import { PLAIN_STYLE } from '../../style';
import { renderEvent, renderHeartbeat, renderPhase } from '../event-lines';
import { renderFrame } from '../frame';
import { progressReducer, startOfProgress } from '../progress-state';

const EVENTS: readonly ApplyEvent[] = [
  { type: 'note', message: 'Recovering an operation of an interrupted run' },
  { type: 'started', address: 'cluster.a', action: 'create', at: at(0) },
  { type: 'started', address: 'cluster.b', action: 'delete', at: at(1) },
  { type: 'phase', address: 'cluster.a', phase: 'provisioning', at: at(12) },
  { type: 'finished', address: 'cluster.b', action: 'delete', at: at(70), result: 'done' },
  {
    type: 'finished',
    address: 'cluster.a',
    action: 'create',
    at: at(90),
    result: 'failed',
    error: {
      kind: 'failed',
      message: 'two queries are wrong',
      hint: 'Correct them and apply again.',
      problems: [{ file: 'db/q.hx', line: 3, message: 'unknown type `User`' }],
    },
  },
  { type: 'skipped', address: 'instance.c', action: 'update', because: 'cluster.a' },
  { type: 'started', address: 'cluster.d', action: 'import', at: at(90) },
  { type: 'finished', address: 'cluster.d', action: 'import', at: at(91), result: 'cancelled' },
];

test('a step has a line of its own where a log is to have every step', () => {
  const step = { type: 'phase', address: 'instance.a', phase: 'creating instance', at: at(3) } as const;
  expect(renderPhase(step, PLAIN_STYLE)).toBe('instance.a: creating instance\n');
});

test('an operation has a line where it begins and one where it ends, with who, what and for how long', () => {
  let state = startOfProgress(4);
  let text = '';
  for (const event of EVENTS) {
    text += renderEvent(event, state, PLAIN_STYLE);
    state = progressReducer(state, event);
  }
  expect(text.split('\n')).toEqual([
    'Recovering an operation of an interrupted run',
    'cluster.a: creating',
    'cluster.b: destroying',
    'cluster.b: destroyed (1min 9s)',
    'cluster.a: failed (1min 30s): two queries are wrong',
    'cluster.d: importing',
    'cluster.d: cancelled (1s)',
    '',
  ]);
  expect(state).toMatchObject({ total: 4, done: 1, failed: 1, skipped: 1, cancelled: 1 });
  expect(state.running.size).toBe(0);
});

test('the heartbeat names what is running, what it does and since when; nothing when nothing runs', () => {
  expect(renderHeartbeat(stateAfter(4), at(42), PLAIN_STYLE)).toBe(
    'still working on 2: cluster.a (provisioning, 42s), cluster.b (destroying, 41s)\n',
  );
  expect(renderHeartbeat(stateAfter(9), at(100), PLAIN_STYLE)).toBe('');
});

test('the live frame shows what runs and how much is over', () => {
  expect(renderFrame(stateAfter(4), at(42), PLAIN_STYLE)).toEqual([
    '| cluster.a                42s       provisioning',
    '| cluster.b                41s       destroying',
    '  0 of 4 done',
  ]);
  expect(renderFrame({ ...stateAfter(4), total: 0 }, at(42), PLAIN_STYLE).at(-1)).toBe('  0 done');
  expect(renderFrame(stateAfter(9), at(42), PLAIN_STYLE)).toEqual([]);
});

test('the spinner turns with the clock, in Unicode where the terminal has it', () => {
  const first = (now: string, unicode: boolean) =>
    renderFrame(stateAfter(2), now, { ...PLAIN_STYLE, unicode })[0]?.charAt(0);
  expect(first('2026-11-18T09:40:00.100Z', false)).toBe('/');
  expect(first('2026-11-18T09:40:00.100Z', true)).toBe('⠙');
});

test('no line of the frame wraps, however long the names and phases', () => {
  let state = startOfProgress(40);
  for (let index = 0; index < 40; index += 1) {
    state = progressReducer(state, {
      type: 'started',
      address: `cluster.${'日本'.repeat(20)}${index}`,
      action: 'create',
      at: at(0),
    });
  }
  const lines = renderFrame(state, at(1), { ...PLAIN_STYLE, width: 40 });
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toBe('  and 30 more; 0 of 40 done');
  for (const line of lines) expect(columns(line)).toBeLessThan(40);
});

test('a phase that comes after the end of its operation changes nothing', () => {
  const state = stateAfter(9);
  expect(progressReducer(state, { type: 'phase', address: 'cluster.a', phase: 'late', at: at(99) })).toBe(
    state,
  );
});

test('what an engine says cannot draw on the terminal', () => {
  const phase = '\u001b[2Jprovisioning';
  const state = progressReducer(stateAfter(2), { type: 'phase', address: 'cluster.a', phase, at: at(2) });
  expect(renderFrame(state, at(3), PLAIN_STYLE).join('')).toContain('\\x1b[2Jprovisioning');
  expect(renderEvent({ type: 'note', message: '\u0007' }, state, PLAIN_STYLE)).toBe('\\x07\n');
});

function stateAfter(count: number) {
  return EVENTS.slice(0, count).reduce(progressReducer, startOfProgress(4));
}

function at(second: number): string {
  return new Date(Date.UTC(2026, 10, 18, 9, 40, second)).toISOString();
}

/** A terminal's columns: 日 and 本 take two each. */
function columns(text: string): number {
  return Array.from(text, (character) => (character > '⺀' ? 2 : 1)).reduce(
    (sum: number, width) => sum + width,
    0,
  );
}
