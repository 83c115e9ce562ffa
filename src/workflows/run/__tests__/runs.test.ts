import type { Operation } from '../../../operations/operation';
import { emptyState } from '../../../state/empty-state';
import { storedState, storeState } from '../../../testing/in-memory-ports';
import type { InMemoryPorts } from '../../../testing/in-memory-ports';
import { sampleRecord } from '../../../testing/sample-records';
import { shopPorts, withShop } from '../../__tests__/shop';
import { commitEdit, executeOne, executeRun } from '../runs';

const NOW = '2026-11-20T12:00:00.000Z';
const STATE = emptyState({ lineage: 'l', project: 'shop', workspace: 'default', at: NOW });
const APPLIED = { by: 'ada@laptop', at: NOW, commit: null, planDigest: 'helix1:1' };
const MEMBER: Operation['member'] = {
  address: 'cluster.web',
  action: 'create',
  target: sampleRecord('cluster.web', { inputs: { id: 'web' } }),
  prior: null,
  tombstone: null,
};
const ERROR = { kind: 'failed', message: 'no quota', hint: 'ask for more' } as const;

function readyPorts(): InMemoryPorts {
  const ports = shopPorts();
  storeState(ports, STATE);
  return ports;
}

describe('a run', () => {
  const title = { operation: 'apply', applied: APPLIED, approved: { 'cluster.web': 'create x' } };
  const run = (ports: InMemoryPorts, operations: readonly Operation[]) =>
    withShop(ports, (session, reporter) =>
      executeRun(ports, session, title, operations, { parallelism: 1, reporter }),
    );

  it('is in the history before its first operation, with what was approved', async () => {
    const ports = readyPorts();
    const seen: unknown[] = [];
    ports.script.onApply = () => void seen.push(storedState(ports)?.history?.at(-1));
    await run(ports, [{ member: MEMBER, after: [] }]);
    expect(seen).toEqual([expect.objectContaining({ ...APPLIED, approved: title.approved, ended: null })]);
  });

  it('is in the history with its end, and without the approval once all of it is done', async () => {
    const ports = readyPorts();
    await run(ports, [{ member: MEMBER, after: [] }]);
    const [last] = storedState(ports)?.history ?? [];
    expect(last).toMatchObject({
      operation: 'apply',
      ended: { result: 'done', done: { create: 1 }, notDone: 0 },
    });
    expect(last).not.toHaveProperty('approved');
  });

  it('keeps the approval when something is left to do', async () => {
    const ports = readyPorts();
    ports.script.failing.set('cluster.web', ERROR);
    await run(ports, [{ member: MEMBER, after: [] }]);
    expect(storedState(ports)?.history?.at(-1)).toMatchObject({
      ended: { result: 'failed', notDone: 1 },
      approved: title.approved,
    });
  });

  it('of no operations writes nothing', async () => {
    const ports = readyPorts();
    await run(ports, []);
    expect(storedState(ports)).toEqual(STATE);
  });

  it('is cancelled in the history when it was interrupted', async () => {
    const ports = readyPorts();
    ports.script.onApply = () => ports.interrupts.send();
    const { interrupted } = await run(ports, [{ member: MEMBER, after: [] }]);
    expect(interrupted).toBe(true);
    expect(storedState(ports)?.history?.at(-1)?.ended?.result).toBe('cancelled');
  });
});

describe('a run of one operation', () => {
  const title = { operation: 'renew cluster.web', applied: APPLIED };

  it('throws why the operation failed', async () => {
    const ports = readyPorts();
    ports.script.failing.set('cluster.web', ERROR);
    const run = withShop(ports, (session, reporter) => executeOne(ports, session, title, MEMBER, reporter));
    await expect(run).rejects.toMatchObject({
      kind: 'failed',
      message: 'cluster.web: no quota',
      hint: 'ask for more',
    });
  });
});

describe('an edit of the state', () => {
  it('is a run in the history that did nothing', async () => {
    const ports = readyPorts();
    ports.files.commit = 'abc';
    await withShop(ports, (session) => commitEdit(ports, session, 'state rm cluster.web', STATE));
    expect(storedState(ports)?.history).toEqual([
      {
        by: 'ada@laptop',
        at: NOW,
        commit: 'abc',
        planDigest: null,
        id: expect.any(String) as string,
        operation: 'state rm cluster.web',
        ended: { at: NOW, result: 'done', done: {}, notDone: 0 },
      },
    ]);
  });
});
