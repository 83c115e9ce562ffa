import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HelixError } from '../../../src/errors';
import type { Lease, StateStore } from '../../../src/ports/state-store';
import { emptyState } from '../../../src/state/empty-state';
import { sampleBegin, sampleEnd, sampleRecord } from '../../../src/testing/sample-records';
import type { Address } from '../../../src/values/resource';
import { openStore } from './open-store';
import type { Where } from './open-store';

/**
 * The task of a real process on a state. `edit` creates `edits` records, one lease each: it prints `inside` when it has
 * the lease, and `done ADDRESS` when a record is durable. `hold` takes the lock, begins an operation, prints `held` and
 * sleeps.
 */
export interface EditorTask {
  readonly verb: 'edit' | 'hold';
  readonly where: Where;
  readonly name: string;
  readonly edits: number;
  readonly leaseMs: number;
  /** A directory in which editors detect each other. */
  readonly scratch: string;
  /** The process pretends to run on another host, where its id means nothing. */
  readonly elsewhere: boolean;
}

const task = JSON.parse(process.argv[2] ?? '{}') as EditorTask;
const START = emptyState({ lineage: 'l', project: 'p', workspace: 'default', at: '2026-01-01T00:00:00Z' });

function open(): StateStore {
  const times = { leaseMs: task.leaseMs, heartbeatMs: task.leaseMs / 4 };
  const other = { host: task.name, pid: 5_000_000 };
  return openStore(task.where, { ...times, ...(task.elsewhere && other) });
}

async function edit(): Promise<void> {
  const store = open();
  for (let n = 0; n < task.edits;) {
    const address: Address = `cluster.${task.name}-${n}`;
    try {
      const lease = await store.lock({ operation: 'edit', by: task.name, timeoutMs: 3_600_000 });
      process.stdout.write('inside\n');
      try {
        await checkAlone(() => add(lease, address, n % 2 === 0));
        process.stdout.write(`done ${address}\n`);
        n += 1;
      } finally {
        await lease.release();
      }
    } catch (error) {
      if (!(error instanceof HelixError) || error.kind !== 'locked') throw error;
      process.stdout.write('fenced\n');
    }
  }
}

/** Writes a record by a commit, or by the journal alone. */
async function add(lease: Lease, address: Address, byCommit: boolean): Promise<void> {
  const state = lease.state() ?? (await lease.commit(START));
  const record = sampleRecord(address);
  if (byCommit) await lease.commit({ ...state, resources: { ...state.resources, [address]: record } });
  else {
    const id = `${lease.token}-${address}`;
    await lease.append(sampleBegin(id, address));
    await lease.append(sampleEnd(id, record));
  }
}

/** Prints a line when another process is inside at the same time. */
async function checkAlone(action: () => Promise<void>): Promise<void> {
  const inside = join(task.scratch, 'inside');
  await mkdir(inside).catch(() => process.stdout.write('not alone\n'));
  try {
    await action();
  } finally {
    await rmdir(inside).catch(() => undefined);
  }
}

async function hold(): Promise<void> {
  const lease = await open().lock({ operation: 'apply', by: task.name, timeoutMs: 0 });
  await lease.commit(START);
  await lease.append(sampleBegin('1-1', 'cluster.api'));
  process.stdout.write('held\n');
  await sleep(3_600_000);
}

void (task.verb === 'edit' ? edit() : hold());
