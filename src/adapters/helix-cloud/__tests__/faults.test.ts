import type { EngineContext } from '../../../ports/engine';
import type { ResourceRecord } from '../../../state/state';
import type { Fault, FaultRule } from '../../helix-cloud-emulator';
import {
  applyBatch,
  closeClouds,
  embeddedCloud,
  entryOf,
  inputsFor,
  recordAfter,
  recordOf,
  serveCloud,
} from './harness';
import type { Cloud } from './harness';

afterEach(closeClouds);

const TORN = { check: { tornBodies: true } };

/** Creates, changes and deletes one cluster. */
async function runLife(cloud: Cloud): Promise<void> {
  const engine = cloud.engine();
  const target = recordOf(inputsFor(cloud));
  const prior = recordAfter(target, await applyBatch(engine, { action: 'create', target }));
  const bigger = recordOf(inputsFor(cloud, { size: 'medium' }), { outputs: prior.outputs });
  const changed = await applyBatch(engine, { action: 'update', target: bigger, prior });
  expect(changed).toMatchObject({ outcome: 'done', existing: { outputs: { size: 'medium' } } });
  const gone = await applyBatch(engine, { action: 'delete', prior: recordAfter(bigger, changed) });
  expect(gone).toMatchObject({ outcome: 'done', existing: null });
}

const FAULTS: readonly Fault[] = [
  { kind: 'latency', ms: 15 },
  { kind: 'rate-limit', retryAfterSeconds: 1 },
  { kind: 'unavailable', retryAfterSeconds: 1 },
  { kind: 'error-before-commit' },
  { kind: 'error-after-commit' },
  { kind: 'drop-after-commit' },
  { kind: 'torn-body' },
];

describe.each(FAULTS.map((fault) => [fault.kind, fault] as const))('%s', (_kind, fault) => {
  const everyOther: FaultRule = { fault, rate: 0.4 };

  test.each([
    ['over HTTP', () => serveCloud({ ...TORN, faults: { rules: [everyOther], seed: 7 } })],
    [
      'in-process',
      () => Promise.resolve(embeddedCloud({ ...TORN, faults: { rules: [everyOther], seed: 7 } })),
    ],
  ])('is got over, %s, and everything is done exactly once', async (_title, open) => {
    const cloud = await open();
    await runLife(cloud);
    const { commits } = cloud.emulator.calls();
    expect(commits).toEqual({ createCluster: 1, deployQueries: 1, updateCluster: 1, deleteCluster: 1 });
  });
});

test.each(['rate-limit', 'unavailable'] as const)('after %s at least Retry-After is waited', async (kind) => {
  const rules: FaultRule[] = [{ fault: { kind, retryAfterSeconds: 30 }, next: 1 }];
  const cloud = embeddedCloud({ faults: { rules } });
  await cloud.client().readRegions();
  expect(cloud.clock.slept).toHaveLength(1);
  expect(cloud.clock.slept[0]).toBeGreaterThanOrEqual(30_000);
});

test('a Retry-After beyond the time that there is ends the call at once', async () => {
  const rules: FaultRule[] = [{ fault: { kind: 'rate-limit', retryAfterSeconds: 3600 } }];
  const cloud = embeddedCloud({ faults: { rules } });
  await expect(cloud.client().readRegions()).rejects.toMatchObject({
    kind: 'unreachable',
    message: expect.stringContaining('GET /regions was tried once') as string,
    hint: expect.stringContaining('--parallelism') as string,
  });
  expect(cloud.clock.slept).toEqual([]);
});

test('a create whose answers never come stays unknown, for the journal', async () => {
  const rules: FaultRule[] = [{ fault: { kind: 'drop-after-commit' }, operations: ['createCluster'] }];
  const cloud = await serveCloud({ faults: { rules } });
  const result = await applyBatch(cloud.engine(), { action: 'create', target: recordOf(inputsFor(cloud)) });
  expect(result).toMatchObject({ outcome: 'failed', existing: 'unknown', error: { kind: 'failed' } });
  expect(cloud.emulator.calls()).toMatchObject({
    requests: { createCluster: 7 },
    commits: { createCluster: 1 },
  });
});

test('a delete that is heard, but never answered, is done when the next attempt finds nothing', async () => {
  const rules: FaultRule[] = [
    { fault: { kind: 'drop-after-commit' }, next: 1, operations: ['deleteCluster'] },
  ];
  const cloud = embeddedCloud({ timings: { deleteMs: 0 } });
  const target = recordOf(inputsFor(cloud));
  const prior = recordAfter(target, await applyBatch(cloud.engine(), { action: 'create', target }));
  cloud.emulator.faults.rules = rules;
  expect(await applyBatch(cloud.engine(), { action: 'delete', prior })).toMatchObject({ outcome: 'done' });
});

test('provisioning that is stuck times out, naming the last state and reason, and the cluster is on record', async () => {
  const cloud = embeddedCloud({ faults: { rules: [{ fault: { kind: 'stuck-provisioning' } }] } });
  const engine = cloud.engine({ wait: { waitMs: 40, firstPollMs: 2, lastPollMs: 4 } });
  const result = await applyBatch(engine, { action: 'create', target: recordOf(inputsFor(cloud)) });
  expect(result).toMatchObject({
    outcome: 'failed',
    error: {
      kind: 'timeout',
      message: expect.stringMatching(/still provisioning \(waiting for capacity.*\) after 0\.04 s/) as string,
    },
    existing: { status: 'failed', inputs: { region: 'us-east-1', size: 'small', queries: {} } },
  });
});

test('what is stuck once is deleted and created once more: it never ran', async () => {
  const cloud = embeddedCloud({ faults: { rules: [{ fault: { kind: 'stuck-provisioning' }, next: 1 }] } });
  const engine = cloud.engine({ wait: { waitMs: 60, firstPollMs: 2, lastPollMs: 4 } });
  const result = await applyBatch(engine, { action: 'create', target: recordOf(inputsFor(cloud)) });
  expect(result).toMatchObject({ outcome: 'done', existing: { status: 'ready' } });
  expect(cloud.emulator.calls().commits).toMatchObject({ createCluster: 2, deleteCluster: 1 });
});

test('a restarted creation is found again when it is executed again', async () => {
  const cloud = embeddedCloud({ faults: { rules: [{ fault: { kind: 'stuck-provisioning' }, next: 1 }] } });
  const engine = cloud.engine({ wait: { waitMs: 60, firstPollMs: 2, lastPollMs: 4 } });
  const entry = entryOf({ action: 'create', target: recordOf(inputsFor(cloud)) });
  const context: EngineContext = {
    assertHeld: () => undefined,
    onEvent: () => undefined,
    note: () => Promise.resolve(),
    saveToolState: () => Promise.resolve(),
    stopping: new AbortController().signal,
    signal: new AbortController().signal,
  };
  const [first] = await engine.apply(entry, context);
  const [second] = await cloud.engine().apply(entry, context);
  expect(second).toEqual(first);
  expect(cloud.emulator.calls().commits).toMatchObject({ createCluster: 2, deleteCluster: 1 });
});

test('what stays stuck is marked for the next plan as long as it has not begun to run', async () => {
  const cloud = embeddedCloud({ faults: { rules: [{ fault: { kind: 'stuck-provisioning' } }] } });
  const engine = cloud.engine({ wait: { waitMs: 40, firstPollMs: 2, lastPollMs: 4 } });
  const target = recordOf(inputsFor(cloud));
  const record = recordAfter(target, await applyBatch(engine, { action: 'create', target }));
  expect(record.outputs).toMatchObject({ never_ran: true });
  const readSeen = async (prior: ResourceRecord) => (await engine.observe([prior])).get(prior.address);
  const marked = { existing: { status: 'failed', outputs: { never_ran: true } } };
  expect(await readSeen(record)).toMatchObject(marked);
  expect(
    await readSeen({ ...record, outputs: { ...record.outputs, incarnation: 'another' } }),
  ).not.toMatchObject(marked);

  // A run that was killed while it waited left no mark; the one that waits in vain leaves it.
  const { never_ran: _, ...outputs } = record.outputs;
  const unmarked = { ...record, outputs };
  const waited = await applyBatch(engine, { action: 'update', target: unmarked, prior: unmarked });
  expect(waited).toMatchObject({ existing: { outputs: { never_ran: true } } });

  cloud.emulator.faults.rules = [];
  expect(await applyBatch(cloud.engine(), { action: 'replace', target, prior: record })).toMatchObject({
    outcome: 'done',
    existing: { status: 'ready' },
  });
});

test('provisioning that fails gives the reason; the next apply makes the service try again', async () => {
  const reason = 'no capacity for small in us-east-1';
  const rules: FaultRule[] = [{ fault: { kind: 'failed-provisioning', reason } }];
  const cloud = embeddedCloud({ faults: { rules } });
  const target = recordOf(inputsFor(cloud));
  const result = await applyBatch(cloud.engine(), { action: 'create', target });
  expect(result).toMatchObject({
    outcome: 'failed',
    error: { kind: 'failed', message: expect.stringContaining(`failed (${reason})`) as string },
    existing: { status: 'failed' },
  });

  const prior = recordAfter(target, result);
  const again = await applyBatch(cloud.engine(), { action: 'update', target, prior });
  expect(again).toMatchObject({ outcome: 'done', existing: { status: 'ready', inputs: { size: 'small' } } });
  expect(cloud.emulator.calls().commits).toMatchObject({ createCluster: 1 });
});

test('a create that meets its own failed predecessor repairs it instead of making another', async () => {
  const rules: FaultRule[] = [{ fault: { kind: 'failed-provisioning', reason: 'bad luck' }, next: 1 }];
  const cloud = embeddedCloud({ faults: { rules } });
  const target = recordOf(inputsFor(cloud));
  await applyBatch(cloud.engine(), { action: 'create', target });
  expect(await applyBatch(cloud.engine(), { action: 'create', target })).toMatchObject({
    outcome: 'done',
    existing: { status: 'ready' },
  });
  expect(cloud.emulator.calls().commits).toMatchObject({ createCluster: 1 });
});

test('a service that is away during a poll leaves the operation open, and a probe then finds its end', async () => {
  const cloud = embeddedCloud({ timings: { provisionMs: 30 } });
  cloud.emulator.faults.rules = [
    { fault: { kind: 'error-before-commit' }, operations: ['getClusterStatus'] },
  ];
  const target = recordOf(inputsFor(cloud, { queries: {} }));
  const change = { action: 'create', target } as const;
  expect(await applyBatch(cloud.engine(), change)).toMatchObject({ outcome: 'failed', existing: 'unknown' });

  cloud.emulator.faults.rules = [];
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(await cloud.engine().probe(entryOf(change))).toMatchObject([
    { outcome: 'done', existing: { status: 'ready' } },
  ]);
});
