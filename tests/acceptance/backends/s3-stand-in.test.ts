import { HelixError } from '../../../src/errors';
import type { Lease } from '../../../src/ports/state-store';
import { plainCodec } from '../../../src/state/stored/codec';
import { emptyState } from '../../../src/state/empty-state';
import { S3StandIn } from '../../../src/testing/fake-s3';
import type { S3Fault, S3Request } from '../../../src/testing/fake-s3';
import { sampleBegin, sampleEnd, sampleRecord } from '../../../src/testing/sample-records';
import { stateStoreContract } from '../../../src/testing/contracts/state-store-contract';
import type { StoreUser } from '../../../src/testing/contracts/store-users';
import { SystemClock } from '../../../src/adapters/host/clock';
import { SystemRandom } from '../../../src/adapters/host/random';
import { S3StateStore } from '../../../src/adapters/state/s3/s3-state-store';

const HERE: StoreUser = {
  clock: new SystemClock(),
  host: 'here',
  pid: 5_000_000,
  leaseMs: 30_000,
  heartbeatMs: 10_000,
};
const REQUEST = { operation: 'apply', by: 'ada@laptop', timeoutMs: 0 };
const START = emptyState({ lineage: 'l', project: 'p', workspace: 'default', at: '2026-01-01T00:00:00Z' });

type Options = ConstructorParameters<typeof S3StateStore>[0];

function storeAt(server: S3StandIn, change: Partial<Options> = {}): S3StateStore {
  return new S3StateStore({
    ...HERE,

    bucket: server.bucket,
    prefix: 'helix',
    region: null,
    endpointUrl: server.url,
    kmsKeyId: null,
    serverSideEncryption: null,
    environment: {},
    credentials: () => Promise.resolve({ accessKeyId: 'id', secretAccessKey: 'key' }),
    project: 'p',
    workspace: 'default',
    codec: plainCodec,
    random: new SystemRandom(),
    processExists: () => false,
    ...change,
  });
}

stateStoreContract('S3StateStore', async () => {
  const server = await S3StandIn.start();
  return { open: (user) => storeAt(server, user), dispose: () => server.stop() };
});

describe('S3StateStore', () => {
  let server: S3StandIn;
  const leases: Lease[] = [];
  beforeEach(async () => {
    server = await S3StandIn.start();
  });
  afterEach(async () => {
    server.fault = () => undefined;
    for (const lease of leases.splice(0)) await lease.release();
    await server.stop();
  });
  async function lockStore(change: Partial<Options> = {}): Promise<Lease> {
    const lease = await storeAt(server, change).lock(REQUEST);
    leases.push(lease);
    return lease;
  }

  /** The fault for the first request of that kind. */
  function once(fault: S3Fault, isIt: (request: S3Request) => boolean): void {
    let isDone = false;
    server.fault = (request) => {
      if (isDone || !isIt(request)) return undefined;
      isDone = true;
      return fault;
    };
  }
  const writing = (part: string) => (request: S3Request) =>
    request.method === 'PUT' && request.key.includes(part);

  describe('whatever happens to one request', () => {
    const faults: S3Fault[] = ['cut before', 'cut after', 500, 503, 409, { slow: 50 }];
    const parts = ['heads/', 'states/', 'journals/'];
    it.each(faults.flatMap((fault) => parts.map((part) => ({ fault, part }))))(
      'loses nothing and does nothing twice: $fault at $part',
      async ({ fault, part }) => {
        const lease = await lockStore();
        once(fault, writing(part));
        const first = await lease.commit(START);
        expect(first.serial).toBe(1);
        await lease.append(sampleBegin('1', 'cluster.api'));
        await lease.append(sampleEnd('1', sampleRecord('cluster.api')));
        expect(await storeAt(server).read()).toEqual(lease.state());
        const last = await lease.commit(lease.state() ?? START);
        expect(last).toMatchObject({ serial: 2, open: [], resources: { 'cluster.api': {} } });
        await lease.release();
        expect(await storeAt(server).read()).toEqual(last);
        expect(await storeAt(server).readHolder()).toBeNull();
      },
    );

    it.each(faults)('takes the lock all the same: %j', async (fault) => {
      for (const isIt of [writing('probe/'), writing('heads/')]) {
        once(fault, isIt);
        const lease = await lockStore();
        lease.assertHeld();
        await lease.release();
      }
    });
  });

  it('says what cannot be reached, and why', async () => {
    server.fault = () => 503;
    const refusal: unknown = await storeAt(server, { timeoutMs: 200 })
      .read()
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(HelixError);
    expect(refusal).toMatchObject({
      kind: 'unreachable',
      message: `Cannot reach the state in s3://states/helix at ${server.url}: it answered 503 SlowDown.`,
    });
  });

  it('reports that access is denied, and that the bucket does not exist', async () => {
    server.fault = () => 403;
    await expect(storeAt(server).read()).rejects.toMatchObject({ kind: 'auth' });
    server.fault = () => undefined;
    await expect(storeAt(server, { bucket: 'other' }).read()).rejects.toMatchObject({
      kind: 'config',
      message: expect.stringContaining('bucket other of') as string,
    });
  });

  it('reports an endpoint without TLS, and one that is not there', async () => {
    const endpointUrl = server.url.replace('http:', 'https:');
    await expect(storeAt(server, { endpointUrl, timeoutMs: 100 }).read()).rejects.toMatchObject({
      kind: 'config',
      message: expect.stringContaining('over TLS') as string,
    });
    const absent = storeAt(server, { endpointUrl: 'http://127.0.0.1:1', timeoutMs: 100 });
    await expect(absent.read()).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it.each(['if-none-match', 'if-match'] as const)('refuses a store that ignores %s', async (condition) => {
    server.keeps[condition] = false;
    await expect(storeAt(server).lock(REQUEST)).rejects.toMatchObject({
      kind: 'config',
      message: expect.stringContaining(server.url) as string,
    });
    expect([...server.objects.keys()]).toEqual([]);
  });

  it('tries the conditions at the first use of a place, and not again', async () => {
    const lease = await lockStore();
    await lease.commit(START);
    await lease.release();
    expect(server.requests.filter(({ key }) => key.includes('probe/'))).toHaveLength(4);
    await lockStore();
    expect(server.requests.filter(({ key }) => key.includes('probe/'))).toHaveLength(4);
  });

  it('leaves encryption to the bucket, or asks for what is configured', async () => {
    await (await lockStore()).release();
    expect(Object.keys(server.lastPutHeaders).join()).not.toContain('encryption');
    await (await lockStore({ serverSideEncryption: 'AES256' })).release();
    expect(server.lastPutHeaders).toMatchObject({ 'x-amz-server-side-encryption': 'AES256' });
    await lockStore({ kmsKeyId: 'alias/helix' });
    expect(server.lastPutHeaders).toMatchObject({
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'alias/helix',
    });
  });

  it('lists the workspaces in which something is stored', async () => {
    for (const workspace of ['pr-7', 'a/b c', 'empty', 'gone']) {
      const lease = await lockStore({ workspace });
      if (workspace !== 'empty') await lease.commit({ ...START, workspace });
      if (workspace === 'gone') await lease.remove();
      await lease.release();
    }
    await lockStore({ project: 'other' });
    const where = { project: 'p', clock: HERE.clock, bucket: server.bucket, prefix: 'helix' };
    const found = await S3StateStore.listWorkspaces({
      ...where,
      region: null,
      endpointUrl: server.url,
      kmsKeyId: null,
      serverSideEncryption: null,
      environment: {},
      credentials: () => Promise.resolve({ accessKeyId: 'id', secretAccessKey: 'key' }),
    });
    expect(found).toEqual(['a/b c', 'pr-7']);
  });

  it('reads with one request for the head and one for the state, when nobody holds the lock', async () => {
    const lease = await lockStore();
    await lease.commit(START);
    await lease.release();
    server.requests.length = 0;
    await storeAt(server).read();
    expect(server.requests).toHaveLength(2);
  });

  it('keeps the newest ten states and nothing of the journal that they hold', async () => {
    const lease = await lockStore();
    await lease.commit(START);
    for (let n = 0; n < 12; n += 1) {
      await lease.append(sampleBegin(`${n}`, 'cluster.api'));
      await lease.commit(lease.state() ?? START);
    }
    await lease.release();
    const keys = [...server.objects.keys()];
    expect(keys.filter((key) => key.includes('/states/'))).toHaveLength(10);
    expect(keys.filter((key) => key.includes('/journals/'))).toEqual([]);
    expect(keys).toHaveLength(11);
  });
});
