import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '../../../src/adapters/host/clock';
import type { Clock } from '../../../src/ports/clock';
import { emptyState } from '../../../src/state/empty-state';
import { S3StandIn } from '../../../src/testing/fake-s3';
import { sampleBegin, sampleEnd, sampleRecord } from '../../../src/testing/sample-records';
import { stateSizeContract } from '../../../src/testing/contracts/state-size-contract';
import { stateStoreContract } from '../../../src/testing/contracts/state-store-contract';
import { EXHAUSTIVE } from '../../exhaustive';
import { bundleEditor, contend, ended, endEditors, startEditor } from './contend';
import { CountedPort } from './counted-port';
import { MotoServer } from './moto-server';
import { openStore } from './open-store';
import type { Where } from './open-store';
import { PostgresServer } from './postgres-server';

/** Only a holder that nobody frees is waited for that long. */
const HOUR_MS = 3_600_000;
const REQUEST = { operation: 'apply', by: 'ada@laptop', timeoutMs: 0 };
const START = emptyState({ lineage: 'l', project: 'p', workspace: 'default', at: '2026-01-01T00:00:00Z' });

let moto: MotoServer;
let standIn: S3StandIn;
let postgres: PostgresServer;
let scratch: string;
let editor: string;
let projects = 0;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'helix-backends-'));
  [moto, standIn, postgres, editor] = await Promise.all([
    MotoServer.start(),
    S3StandIn.start(),
    PostgresServer.start(),
    bundleEditor(scratch),
  ]);
});
afterEach(endEditors);
afterAll(async () => {
  await Promise.all([moto.stop(), standIn.stop(), postgres.stop()]);
  rmSync(scratch, { recursive: true });
});

interface Backend {
  readonly at: (project: string) => Where;
  /** How 16 processes are stopped: how many edits each makes, with which lease. */
  readonly stopped: { readonly edits: number; readonly leaseMs: number; readonly stopMs: number };
}

const FAST = { edits: EXHAUSTIVE ? 40 : 5, leaseMs: 400, stopMs: 700 };
const BACKENDS: Readonly<Record<string, Backend>> = {
  // It answers some two hundred requests a second at the best, which is too slow for such short leases.
  moto: {
    at: (project) => ({ s3: moto.url, bucket: moto.bucket, project }),
    stopped: { edits: EXHAUSTIVE ? 5 : 2, leaseMs: 3000, stopMs: 4000 },
  },
  'S3 stand-in': {
    at: (project) => ({ s3: standIn.url, bucket: standIn.bucket, project }),
    stopped: FAST,
  },
  postgres: { at: (project) => ({ postgres: postgres.url, project }), stopped: FAST },
};

/** A wall clock that is wrong by as many milliseconds. */
function skewed(byMs: number): Clock {
  const clock = new SystemClock();
  return {
    now: () => new Date(clock.now().getTime() + byMs),
    monotonicMs: () => clock.monotonicMs() + byMs,
    sleep: (ms, signal) => clock.sleep(ms, signal),
  };
}

describe.each(Object.entries(BACKENDS))('%s', (_, { at, stopped }) => {
  const fresh = (): Where => at(`project-${(projects += 1)}`);

  stateStoreContract('keeps the contract', () => {
    const where = fresh();
    return Promise.resolve({ open: (user) => openStore(where, user), dispose: () => Promise.resolve() });
  });

  it('lets 16 processes edit one state one after the other', async () => {
    const how = { processes: 16, edits: 2, leaseMs: HOUR_MS, scratch };
    const { done, lost, together, fenced } = await contend(editor, fresh(), how);
    expect(done).toHaveLength(32);
    expect({ lost, together, fenced }).toEqual({ lost: [], together: 0, fenced: 0 });
  });

  it('loses nothing that 16 processes commit which are stopped at random', async () => {
    const how = { processes: 16, ...stopped, scratch };
    const { done, lost, stops } = await contend(editor, fresh(), how);
    expect(done).toHaveLength(16 * stopped.edits);
    expect(lost).toEqual([]);
    expect(stops).toBeGreaterThan(0);
  });

  it.each([
    { from: 'the same host, long before its lease ends', elsewhere: false, leaseMs: HOUR_MS },
    { from: 'another host, when its lease has ended', elsewhere: true, leaseMs: 2000 },
  ])('takes over from a killed holder on $from', async ({ elsewhere, leaseMs }) => {
    const where = fresh();
    const task = { verb: 'hold' as const, where, name: 'holder', edits: 0, leaseMs, scratch, elsewhere };
    await new Promise<void>((resolve) => {
      const child = startEditor(editor, task, (line) => {
        if (line !== 'held') return;
        void ended(child).then(() => resolve());
        child.kill('SIGKILL');
      });
    });
    const store = openStore(where, { host: 'next', leaseMs, heartbeatMs: leaseMs / 4 });
    if (elsewhere) await expect(store.lock(REQUEST)).rejects.toMatchObject({ kind: 'locked' });
    const lease = await store.lock({ ...REQUEST, timeoutMs: HOUR_MS / 2 });
    expect(lease.state()?.open.map(({ id }) => id)).toEqual(['1-1']);
    await lease.release();
  });

  it('does not care that clocks differ by ten minutes', async () => {
    const where = fresh();
    const short = { leaseMs: 3000, heartbeatMs: 100 };
    const ahead = openStore(where, { ...short, host: 'ahead', pid: 5_000_001, clock: skewed(600_000) });
    const behind = openStore(where, { ...short, host: 'behind', pid: 5_000_002, clock: skewed(-600_000) });
    for (const [mine, other] of [
      [ahead, behind],
      [behind, ahead],
    ] as const) {
      const lease = await mine.lock(REQUEST);
      await lease.commit(lease.state() ?? START);
      await expect(other.lock({ ...REQUEST, timeoutMs: 4000 })).rejects.toMatchObject({ kind: 'locked' });
      lease.assertHeld();
      await lease.release();
      expect((await other.read())?.serial).toBe((await mine.read())?.serial);
    }
  });
});

describe('what goes over the wire', () => {
  stateSizeContract('of a large state on S3', () => {
    const where: Where = { s3: standIn.url, bucket: standIn.bucket, project: 'large' };
    return Promise.resolve({
      open: (user) => openStore(where, user),
      written: () => standIn.received,
      dispose: () => Promise.resolve(),
    });
  });

  stateSizeContract('of a large state on PostgreSQL', async () => {
    const counted = await CountedPort.start(postgres.port);
    const url = postgres.url.replace(`:${postgres.port}/`, `:${counted.port}/`);
    return {
      open: (user) => openStore({ postgres: url, project: 'large' }, user),
      written: () => counted.sent,
      dispose: () => counted.stop(),
    };
  });
});

describe('postgres', () => {
  it.each(['fast', 'immediate'] as const)('may be restarted (%s) under a lease', async (how) => {
    const where: Where = { postgres: postgres.url, project: `project-${(projects += 1)}` };
    const store = openStore(where, { leaseMs: HOUR_MS, heartbeatMs: 500 });
    const lease = await store.lock(REQUEST);
    await lease.commit(START);
    const told: string[] = [];
    const ending = new AbortController();
    const working = (async () => {
      for (let n = 0; !ending.signal.aborted; n += 1) {
        const address = `cluster.c${n}` as const;
        await lease.append(sampleBegin(`1-${n}`, address));
        await lease.append(sampleEnd(`1-${n}`, sampleRecord(address)));
        told.push(address);
        if (n % 10 === 9) await lease.commit(lease.state() ?? START);
      }
    })();
    const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));
    await later();
    await postgres.halt(how);
    const before = told.length;
    await later();
    await postgres.start();
    while (told.length < before + 20) await later();
    ending.abort();
    await working;
    lease.assertHeld();
    await lease.release();
    const state = await store.read();
    expect(state?.open).toEqual([]);
    expect(Object.keys(state?.resources ?? {}).sort()).toEqual(told.sort());
  });

  it('says what is wrong with its address, and never shows the password', async () => {
    const at = (url: string): Promise<unknown> =>
      openStore({ postgres: url, project: 'p' })
        .read()
        .catch((error: unknown) => error);
    const wrong = await at(postgres.url.replace('secret', 'hunter2'));
    expect(wrong).toMatchObject({ kind: 'auth' });
    expect(JSON.stringify(wrong) + String(wrong)).not.toContain('hunter2');
    expect(await at(postgres.url.replace('/postgres', '/nowhere'))).toMatchObject({ kind: 'config' });
    expect(await at('postgres://helix:secret@127.0.0.1:1/x')).toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('postgres://127.0.0.1:1/x') as string,
    });
  });
});
