import { setTimeout as sleep } from 'node:timers/promises';
import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HelixError } from '../../../../errors';
import type { Lease } from '../../../../ports/state-store';
import { emptyState } from '../../../../state/empty-state';
import { sampleBegin, sampleEnd, sampleRecord } from '../../../../testing/sample-records';
import type { Address } from '../../../../values/resource';
import type { LocalStateStore } from '../local-state-store';
import { storeIn } from './store-in';

/*
 * A program that edits a state, for the tests of this folder.
 *
 *   edit ROOT NAME EDITS LEASE_MS   creates EDITS records, one lease each, and prints `done ADDRESS` when one is durable
 *   hold ROOT LEASE_MS              takes the lock, begins an operation, prints `held` and sleeps
 */
const [verb = '', root = '', ...rest] = process.argv.slice(2);
const START = emptyState({ lineage: 'l', project: 'p', workspace: 'default', at: '2026-01-01T00:00:00Z' });

async function edit(name: string, edits: number, leaseMs: number): Promise<void> {
  const store = open(leaseMs);
  for (let n = 0; n < edits;) {
    const address: Address = `cluster.${name}-${n}`;
    try {
      const lease = await store.lock({ operation: 'edit', by: name, timeoutMs: 3_600_000 });
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
  const inside = join(root, 'inside');
  await mkdir(inside).catch(() => process.stdout.write('not alone\n'));
  try {
    await action();
  } finally {
    await rmdir(inside).catch(() => undefined);
  }
}

async function hold(leaseMs: number): Promise<void> {
  const lease = await open(leaseMs).lock({ operation: 'apply', by: 'holder', timeoutMs: 0 });
  await lease.commit(START);
  await lease.append(sampleBegin('1-1', 'cluster.api'));
  process.stdout.write('held\n');
  await sleep(3_600_000);
}

function open(leaseMs: number): LocalStateStore {
  const processExists = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  return storeIn(root, {
    host: 'here',
    pid: process.pid,
    processExists,
    leaseMs,
    heartbeatMs: leaseMs / 4,
  });
}

void (verb === 'edit' ? edit(rest[0] ?? '', Number(rest[1]), Number(rest[2])) : hold(Number(rest[0])));
