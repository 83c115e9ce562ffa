import type { Operation } from '../../../operations/operation';
import type { ApplyResult } from '../../../ports/reporter';
import { emptyState } from '../../../state/empty-state';
import { storedState, storeState } from '../../../testing/in-memory-ports';
import type { InMemoryPorts, RecordingReporter } from '../../../testing/in-memory-ports';
import { sampleRecord } from '../../../testing/sample-records';
import type { Address } from '../../../values/resource';
import { shopPorts, withShop } from '../../__tests__/shop';
import { executeOperations } from '../execute';
import type { LockedSession } from '../session';

const STATE = emptyState({ lineage: 'l', project: 'shop', workspace: 'default', at: '2026-11-20T12:00:00Z' });
const ERROR = { kind: 'failed', message: 'no quota' } as const;

function creation(name: string, ...after: Address[]): Operation {
  const address: Address = `cluster.${name}`;
  const target = sampleRecord(address, { inputs: { id: name } });
  return { member: { address, action: 'create', target, prior: null, tombstone: null }, after };
}

async function execute(
  ports: InMemoryPorts,
  operations: readonly Operation[],
  { stopping, parallelism = 1 }: { stopping?: AbortSignal; parallelism?: number } = {},
): Promise<{ results: ApplyResult[]; reporter: RecordingReporter; openAtEnd: string[] }> {
  storeState(ports, STATE);
  return withShop(ports, async (session: LockedSession, reporter) => {
    const never = new AbortController().signal;
    const results = await executeOperations(ports, session, operations, {
      parallelism,
      reporter,
      stopping: stopping ?? never,
      signal: never,
    });
    const open = session.lease.state()?.open ?? [];
    const openAtEnd = open.flatMap(({ members }) => members.map(({ address }) => address));
    return { results, reporter, openAtEnd };
  });
}

function summaryOf(results: readonly ApplyResult[]): string[] {
  return results.map(({ address, result }) => `${address} ${result}`);
}

describe('executing operations', () => {
  it('records each resource once its operation has ended', async () => {
    const ports = shopPorts();
    const { results, openAtEnd } = await execute(ports, [creation('web'), creation('api')]);
    expect(summaryOf(results)).toEqual(['cluster.web done', 'cluster.api done']);
    expect(Object.keys(storedState(ports)?.resources ?? {})).toEqual(['cluster.api', 'cluster.web']);
    expect(openAtEnd).toEqual([]);
  });

  it('begins an operation after those that it needs', async () => {
    const ports = shopPorts();
    await execute(ports, [creation('web', 'cluster.api'), creation('api')], { parallelism: 10 });
    expect(ports.script.log).toEqual(['create cluster.api', 'create cluster.web']);
  });

  it('writes an operation to the journal before its engine acts', async () => {
    const ports = shopPorts();
    const open: string[] = [];
    ports.script.onApply = () => {
      for (const { members } of storedState(ports)?.open ?? []) open.push(...members.map((m) => m.address));
    };
    await execute(ports, [creation('web')]);
    expect(open).toEqual(['cluster.web']);
  });

  it('continues with the rest after a failure, and skips what depends on it', async () => {
    const ports = shopPorts();
    ports.script.failing.set('cluster.web', ERROR);
    const operations = [creation('web'), creation('page', 'cluster.web'), creation('api')];
    const { results, reporter } = await execute(ports, operations);
    expect(summaryOf(results)).toEqual(['cluster.web failed', 'cluster.page skipped', 'cluster.api done']);
    expect(results[1]?.because).toBe('cluster.web');
    expect(reporter.events).toContainEqual({
      type: 'skipped',
      address: 'cluster.page',
      action: 'create',
      because: 'cluster.web',
    });
  });

  it('leaves an operation open in the journal when its outcome is unknown', async () => {
    const ports = shopPorts();
    ports.script.failing.set('cluster.web', ERROR);
    ports.script.unknown.add('cluster.web');
    const { results, openAtEnd } = await execute(ports, [creation('web')]);
    expect(summaryOf(results)).toEqual(['cluster.web unknown']);
    expect(openAtEnd).toEqual(['cluster.web']);
  });

  it('starts nothing more once it is told to stop', async () => {
    const ports = shopPorts();
    const stop = new AbortController();
    ports.script.onApply = () => stop.abort();
    const { results } = await execute(ports, [creation('web'), creation('api')], { stopping: stop.signal });
    expect(summaryOf(results)).toEqual(['cluster.web done', 'cluster.api not-started']);
  });

  it('reports the beginning and the end of each operation', async () => {
    const ports = shopPorts();
    const { reporter } = await execute(ports, [creation('web')]);
    expect(reporter.events.map(({ type }) => type)).toEqual([
      'planned',
      'started',
      'phase',
      'phase',
      'finished',
    ]);
  });

  it('throws when the lease was lost, and the journal keeps the rest', async () => {
    const ports = shopPorts();
    ports.script.onApply = () => ports.workspaces.get('default')?.kill('host', 1);
    await expect(execute(ports, [creation('web')])).rejects.toMatchObject({ kind: 'locked' });
    expect(storedState(ports)?.open).toHaveLength(1);
  });

  it('gives each operation a key of its own', async () => {
    const ports = shopPorts();
    await execute(ports, [creation('web'), creation('api')]);
    expect(ports.cloud.answers.size).toBe(2);
  });
});
