import type { JsonObject } from '../../../src/values/json';
import { StandIn } from '../stand-in/stand-in';
import { GoogleCloud, PROJECT, TOKEN } from './cloud/google-cloud';

const ZONE = `/compute/v1/projects/${PROJECT}/zones/us-east1-b`;
const GLOBAL = `/compute/v1/projects/${PROJECT}/global`;
const ACCOUNT = `helix-1a2b3c4d@${PROJECT}.iam.gserviceaccount.com`;
const REPOSITORIES = `/artifactregistry/v1/projects/${PROJECT}/locations/us-east1/repositories`;
const SECRETS = `/secretmanager/v1/projects/${PROJECT}/secrets`;
const UBUNTU = 'projects/ubuntu-os-cloud/global/images/family/ubuntu-2404-lts-';

/** The body of a request for a machine. */
function machine(more: JsonObject = {}, disk: JsonObject = {}): JsonObject {
  return {
    name: 'api',
    machineType: `projects/${PROJECT}/zones/us-east1-b/machineTypes/n2-standard-2`,
    disks: [
      {
        boot: true,
        autoDelete: true,
        initializeParams: {
          sourceImage: `${UBUNTU}amd64`,
          diskSizeGb: '20',
          diskType: 'pd-balanced',
          ...disk,
        },
      },
    ],
    networkInterfaces: [{ network: 'global/networks/default', accessConfigs: [{ type: 'ONE_TO_ONE_NAT' }] }],
    ...more,
  };
}

const typeLink = (name: string) => `projects/${PROJECT}/zones/us-east1-b/machineTypes/${name}`;
const SPOT = {
  provisioningModel: 'SPOT',
  preemptible: true,
  automaticRestart: false,
  onHostMaintenance: 'TERMINATE',
};

describe('the stand-in of Google Cloud', () => {
  let cloud: GoogleCloud;
  let standIn: StandIn;
  beforeEach(async () => {
    cloud = new GoogleCloud();
    standIn = await StandIn.start(cloud);
  });
  afterEach(() => standIn.stop());

  /** Returns `[status, body]`. */
  async function call(
    method: string,
    path: string,
    body?: unknown,
    token = TOKEN,
  ): Promise<[number, Answer]> {
    const answer = await fetch(standIn.url + path, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return [answer.status, (await answer.json()) as Answer];
  }
  /** Expects a success, and returns its body. */
  async function expectDone(method: string, path: string, body?: unknown): Promise<Answer> {
    const [status, answer] = await call(method, path, body);
    expect([status, answer.error, standIn.violations]).toEqual([200, undefined, []]);
    return answer;
  }
  const make = (more?: JsonObject, disk?: JsonObject) =>
    call('POST', `${ZONE}/instances`, machine(more, disk));
  const read = () => expectDone('GET', `${ZONE}/instances/api`);
  const makeAccount = (accountId = 'helix-1a2b3c4d') =>
    expectDone('POST', `/iam/v1/projects/${PROJECT}/serviceAccounts`, {
      accountId,
      serviceAccount: { displayName: 'api' },
    });
  const makeSecret = () =>
    expectDone('POST', `${SECRETS}?secretId=token`, { replication: { automatic: {} } });

  it('1 refuses whom it does not know', async () => {
    const [status, { error }] = await call('GET', ZONE, undefined, 'ya29.thief');
    expect([status, error]).toEqual([401, expect.objectContaining({ status: 'UNAUTHENTICATED' })]);
  });

  it('2 refuses requests for another project', async () => {
    expect(await call('GET', '/compute/v1/projects/other/zones/us-east1-b')).toEqual([
      403,
      expect.anything(),
    ]);
    expect(await call('GET', '/secretmanager/v1/projects/other/secrets/token')).toEqual([
      403,
      expect.anything(),
    ]);
  });

  it.each([
    ['compute', ZONE, { errors: [{ reason: 'accessNotConfigured' }] }],
    ['secretmanager', `${SECRETS}/token`, { status: 'PERMISSION_DENIED' }],
    ['iam', `/iam/v1/projects/${PROJECT}/serviceAccounts/${ACCOUNT}`, { status: 'PERMISSION_DENIED' }],
    ['artifactregistry', `${REPOSITORIES}/feed`, { status: 'PERMISSION_DENIED' }],
  ])('3 says where to switch on %s', async (api, path, error) => {
    cloud.disabled.add(api);
    const [status, answer] = await call('GET', path);
    expect([status, answer.error]).toMatchObject([403, error]);
    expect(answer.error?.message).toMatch(
      new RegExp(`^${api}.googleapis.com API has not been used in project`),
    );
  });

  it('4 refuses a property that the document does not have', async () => {
    const [status, { error }] = await make({ labelz: {} });
    expect([status, error?.message]).toEqual([400, expect.stringContaining('labelz')]);
    expect(standIn.violations).toHaveLength(1);
    expect(cloud.inventory().instances).toEqual([]);
  });

  it('5 refuses an unknown path', async () => {
    expect(await call('GET', '/compute/v1/projects/papertrail-prod/routes')).toEqual([
      404,
      expect.anything(),
    ]);
  });

  it('6 and 7 make a machine by an operation that takes its time', async () => {
    cloud.operations.running.polls = 2;
    const { name, status, zone, operationType } = await expectDone('POST', `${ZONE}/instances`, machine());
    expect([status, operationType, zone]).toEqual([
      'PENDING',
      'insert',
      expect.stringMatching(/us-east1-b$/),
    ]);
    expect((await read()).status).toBe('PROVISIONING');
    const poll = () => expectDone('GET', `${ZONE}/operations/${String(name)}`);
    expect([(await poll()).status, (await poll()).status]).toEqual(['RUNNING', 'DONE']);
    expect((await read()).status).toBe('RUNNING');
  });

  it.each([
    ['ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS', 503, 'does not have enough resources'],
    ['ZONE_RESOURCE_POOL_EXHAUSTED', 503, "zone 'projects/papertrail-prod/zones/us-east1-b'"],
    ['QUOTA_EXCEEDED', 403, "Quota 'CPUS' exceeded.  Limit: 24.0 in region us-east1."],
    ['RESOURCE_OPERATION_RATE_EXCEEDED', 429, 'Operation rate exceeded'],
  ])('8 fails by %s and leaves nothing', async (failure, status, message) => {
    standIn.faults.add('compute.instances.insert', { failure });
    const [code, operation] = await make();
    expect([code, operation]).toMatchObject([
      200,
      {
        status: 'DONE',
        httpErrorStatusCode: status,
        error: { errors: [{ code: failure, message: expect.stringContaining(message) as string }] },
      },
    ]);
    expect(cloud.inventory()).toMatchObject({ instances: [], disks: [] });
  });

  it('9 does not find an operation that nobody began', async () => {
    expect((await call('GET', `${ZONE}/operations/operation-0`))[0]).toBe(404);
  });

  it('10 takes a name once in a zone', async () => {
    await make();
    expect(await make()).toMatchObject([409, { error: { errors: [{ reason: 'alreadyExists' }] } }]);
    const other = machine({ machineType: typeLink('n2-standard-2').replace('-b/', '-c/') });
    expect((await call('POST', `${ZONE.replace(/b$/, 'c')}/instances`, other))[0]).toBe(200);
  });

  it('11 computes what a machine is by itself', async () => {
    await make();
    expect(await read()).toMatchObject({
      id: expect.stringMatching(/^\d{19}$/) as string,
      selfLink: `https://www.googleapis.com${ZONE}/instances/api`,
      scheduling: { provisioningModel: 'STANDARD', automaticRestart: true, onHostMaintenance: 'MIGRATE' },
      networkInterfaces: [
        { name: 'nic0', accessConfigs: [{ name: 'External NAT', type: 'ONE_TO_ONE_NAT' }] },
      ],
    });
    expect(await expectDone('GET', `${ZONE}/disks/api`)).toMatchObject({
      name: 'api',
      sizeGb: '20',
      type: expect.stringMatching(/pd-balanced$/) as string,
      sourceImage: expect.stringMatching(/images\/ubuntu-2404-noble-amd64-v\d+$/) as string,
    });
  });

  it('12 refuses a machine that cannot be', async () => {
    const arm = { sourceImage: `${UBUNTU}arm64` };
    const refusals = [
      await call('POST', `${ZONE.replace('east1-b', 'east1-a')}/instances`, machine()),
      await make({ networkInterfaces: [{ network: 'global/networks/other' }] }),
      await make({ networkInterfaces: [{ subnetwork: 'regions/us-east1/subnetworks/other' }] }),
      await make({}, { sourceImage: 'projects/debian-cloud/global/images/family/none' }),
      await make({}, { diskType: 'hyperdisk-balanced' }),
      await make({ machineType: typeLink('c4-standard-2') }),
      await make({ machineType: typeLink('n2-standard-2').replace('-b/', '-c/') }),
      await make({ machineType: typeLink('n9-standard-2') }),
      await make({ machineType: typeLink('t2a-standard-2') }),
      await make({}, arm),
      await make({}, { diskSizeGb: '5' }),
    ];
    expect(refusals.map(([status]) => status)).toEqual([
      404, 404, 404, 404, 400, 400, 400, 400, 400, 400, 400,
    ]);
    expect(cloud.inventory()).toMatchObject({ instances: [], disks: [] });
    expect((await make({ machineType: typeLink('t2a-standard-2') }, arm))[0]).toBe(200);
  });

  it('13 knows what a machine of spot is', async () => {
    expect((await make({ scheduling: { ...SPOT, automaticRestart: true } }))[0]).toBe(400);
    expect((await make({ scheduling: { ...SPOT, onHostMaintenance: 'MIGRATE' } }))[0]).toBe(400);
    expect((await make({ scheduling: { instanceTerminationAction: 'STOP' } }))[0]).toBe(400);
    await make({ scheduling: { ...SPOT, instanceTerminationAction: '' } });
    expect((await read())['scheduling']).toEqual({ ...SPOT, instanceTerminationAction: 'STOP' });
  });

  it('14 adds GPUs to n1 alone, and does not move them', async () => {
    const gpus = { guestAccelerators: [{ acceleratorType: 'nvidia-tesla-t4', acceleratorCount: 1 }] };
    const ended = { scheduling: { onHostMaintenance: 'TERMINATE' } };
    expect((await make({ ...gpus, ...ended }))[0]).toBe(400);
    const n1 = { machineType: typeLink('n1-standard-4') };
    expect((await make({ ...gpus, ...n1 }))[0]).toBe(400);
    expect((await make({ ...gpus, ...n1, ...ended }))[0]).toBe(200);
  });

  it('15 refuses metadata, labels and tags that Google refuses', async () => {
    const metadata = (key: string, bytes: number) => ({
      metadata: { items: [{ key, value: 'x'.repeat(bytes) }] },
    });
    const refused = [
      metadata('user-data', 262_145),
      metadata('user.data', 1),
      { labels: { Upper: 'x' } },
      { labels: { expires: '2026-01-01T00:00:00Z' } },
      { labels: { key: 'x'.repeat(64) } },
      { tags: { items: ['Helix'] } },
      { tags: { items: ['x'.repeat(64)] } },
    ];
    for (const more of refused) expect([more, (await make(more))[0]]).toEqual([more, 400]);
    expect((await make(metadata('user-data', 262_144)))[0]).toBe(200);
  });

  it.each([
    ['setMetadata', 'fingerprint', { items: [{ key: 'a', value: 'b' }] }],
    ['setTags', 'fingerprint', { items: ['web'] }],
    ['setLabels', 'labelFingerprint', { labels: { a: 'b' } }],
  ])('16 lets %s write over nothing that it has not seen', async (verb, field, body) => {
    await make();
    const before = await read();
    const part = verb === 'setMetadata' ? before['metadata'] : verb === 'setTags' ? before['tags'] : before;
    const fingerprint = (part as Record<string, string>)[field];
    const path = `${ZONE}/instances/api/${verb}`;
    expect(await call('POST', path, body)).toMatchObject([
      412,
      { error: { errors: [{ reason: 'conditionNotMet' }] } },
    ]);
    await expectDone('POST', path, { ...body, [field]: fingerprint });
    expect((await call('POST', path, { ...body, [field]: fingerprint }))[0]).toBe(412);
    expect(await read()).toMatchObject(verb === 'setLabels' ? body : { [verb.slice(3).toLowerCase()]: body });
  });

  it('17 changes the type and the account of a machine only while it is stopped', async () => {
    await makeAccount();
    await make();
    const setType = (name: string) =>
      call('POST', `${ZONE}/instances/api/setMachineType`, { machineType: typeLink(name) });
    const setAccount = () =>
      call('POST', `${ZONE}/instances/api/setServiceAccount`, { email: ACCOUNT, scopes: [] });
    expect([(await setType('n2-standard-4'))[0], (await setAccount())[0]]).toEqual([400, 400]);
    await expectDone('POST', `${ZONE}/instances/api/stop`);
    expect([(await setType('t2a-standard-2'))[0], (await setType('c4-standard-2'))[0]]).toEqual([400, 400]);
    expect([(await setType('n2-standard-4'))[0], (await setAccount())[0]]).toEqual([200, 200]);
    expect(await read()).toMatchObject({
      machineType: `https://www.googleapis.com${ZONE}/machineTypes/n2-standard-4`,
      serviceAccounts: [{ email: ACCOUNT }],
    });
  });

  it('18 takes the address of a machine that stops, and gives it another one', async () => {
    await make();
    const addressOf = (answer: Answer) =>
      (answer['networkInterfaces'] as { accessConfigs: { natIP?: string }[] }[])[0]?.accessConfigs[0]?.natIP;
    const first = addressOf(await read());
    await expectDone('POST', `${ZONE}/instances/api/stop`);
    const stopped = await read();
    expect([stopped.status, addressOf(stopped)]).toEqual(['TERMINATED', undefined]);
    await expectDone('POST', `${ZONE}/instances/api/start`);
    const started = await read();
    expect([started.status, addressOf(started)]).toEqual(['RUNNING', expect.stringMatching(/^[\d.]+$/)]);
    expect(addressOf(started)).not.toBe(first);
  });

  it('19 takes an access config away by its name', async () => {
    await make();
    const path = `${ZONE}/instances/api/deleteAccessConfig?networkInterface=nic0&accessConfig=`;
    const add = () =>
      call('POST', `${ZONE}/instances/api/addAccessConfig?networkInterface=nic0`, { type: 'ONE_TO_ONE_NAT' });
    expect([(await add())[0], (await call('POST', `${path}other`))[0]]).toEqual([400, 400]);
    await expectDone('POST', `${path}External%20NAT`);
    expect((await read())['networkInterfaces']).toEqual([
      expect.not.objectContaining({ accessConfigs: expect.anything() as unknown }),
    ]);
    expect((await add())[0]).toBe(200);
  });

  it('20 deletes a machine that is not protected, with its disk and its policy', async () => {
    await makeAccount();
    await make({ deletionProtection: true });
    await expectDone('POST', `${ZONE}/instances/api/setIamPolicy`, {
      policy: { bindings: [{ role: 'roles/viewer', members: [`serviceAccount:${ACCOUNT}`] }] },
    });
    expect((await call('DELETE', `${ZONE}/instances/api`))[0]).toBe(400);
    await expectDone('POST', `${ZONE}/instances/api/setDeletionProtection?deletionProtection=false`);
    expect(cloud.inventory().bindings).toHaveLength(1);
    await expectDone('DELETE', `${ZONE}/instances/api`);
    expect(cloud.inventory()).toMatchObject({ instances: [], disks: [], bindings: [] });
    await make();
    await expectDone(
      'POST',
      `${ZONE}/instances/api/setDiskAutoDelete?autoDelete=false&deviceName=persistent-disk-0`,
    );
    await expectDone('DELETE', `${ZONE}/instances/api`);
    expect(cloud.inventory()).toMatchObject({ instances: [], disks: ['api'] });
  });

  it('21 refuses a machine whose service account does not exist', async () => {
    const serviceAccounts = [{ email: ACCOUNT, scopes: [] }];
    expect((await make({ serviceAccounts }))[0]).toBe(400);
    await makeAccount();
    expect((await make({ serviceAccounts }))[0]).toBe(200);
  });

  it('22 keeps rules of firewalls', async () => {
    const rule = { name: 'web', network: 'global/networks/default', sourceRanges: ['0.0.0.0/0'] };
    const allowed = [{ IPProtocol: 'tcp', ports: ['80'] }];
    const insert = (body: object) => call('POST', `${GLOBAL}/firewalls`, body);
    const patch = (body: object) => call('PATCH', `${GLOBAL}/firewalls/web`, body);
    expect((await insert(rule))[0]).toBe(400);
    expect((await insert({ ...rule, allowed, denied: [{ IPProtocol: 'all' }] }))[0]).toBe(400);
    expect((await insert({ ...rule, allowed, sourceRanges: ['0.0.0.0/0', '::/0'] }))[0]).toBe(400);
    expect((await insert({ ...rule, allowed, network: 'global/networks/other' }))[0]).toBe(404);
    expect([(await insert({ ...rule, allowed }))[0], (await insert({ ...rule, allowed }))[0]]).toEqual([
      200, 409,
    ]);
    cloud.networks.names.add('other');
    expect((await patch({ network: 'global/networks/other' }))[0]).toBe(400);
    expect((await patch({ priority: 500, denied: [] }))[0]).toBe(200);
    const kept = await expectDone('GET', `${GLOBAL}/firewalls/web`);
    expect(kept).toMatchObject({ priority: 500, direction: 'INGRESS', allowed, sourceRanges: ['0.0.0.0/0'] });
    expect(kept).not.toHaveProperty('denied');
    await expectDone('DELETE', `${GLOBAL}/firewalls/web`);
    expect((await call('GET', `${GLOBAL}/firewalls/web`))[0]).toBe(404);
  });

  it('23 numbers service accounts anew', async () => {
    const path = `/iam/v1/projects/${PROJECT}/serviceAccounts/${ACCOUNT}`;
    const first = await makeAccount();
    expect(first).toMatchObject({ email: ACCOUNT, displayName: 'api' });
    const again = { accountId: 'helix-1a2b3c4d' };
    expect((await call('POST', `/iam/v1/projects/${PROJECT}/serviceAccounts`, again))[0]).toBe(409);
    expect((await call('POST', `/iam/v1/projects/${PROJECT}/serviceAccounts`, { accountId: 'ab' }))[0]).toBe(
      400,
    );
    const edit = {
      serviceAccount: { displayName: 'new', description: 'not masked' },
      updateMask: 'displayName',
    };
    expect(await expectDone('PATCH', path, edit)).toMatchObject({ displayName: 'new' });
    expect(await expectDone('GET', path)).not.toHaveProperty('description');
    await expectDone('DELETE', path);
    expect((await call('GET', path))[0]).toBe(404);
    expect((await makeAccount())['uniqueId']).not.toBe(first['uniqueId']);
  });

  it('24, 25 and 26 keep policies', async () => {
    await makeAccount();
    await makeSecret();
    const role = 'roles/secretmanager.secretAccessor';
    const bind = (email: string, etag?: string) =>
      call('POST', `${SECRETS}/token:setIamPolicy`, {
        policy: {
          bindings: [{ role, members: [`serviceAccount:${email}`] }],
          ...(etag === undefined ? {} : { etag }),
        },
      });
    expect((await bind(`nobody@${PROJECT}.iam.gserviceaccount.com`))[0]).toBe(400);
    const { etag = '' } = await expectDone(
      'GET',
      `${SECRETS}/token:getIamPolicy?options.requestedPolicyVersion=3`,
    );
    expect((await bind(ACCOUNT, etag as string))[0]).toBe(200);
    expect(await bind(ACCOUNT, etag as string)).toMatchObject([409, { error: { status: 'ABORTED' } }]);
    expect(cloud.inventory().bindings).toEqual([
      `projects/${PROJECT}/secrets/token ${role} serviceAccount:${ACCOUNT}`,
    ]);
    await expectDone('DELETE', `/iam/v1/projects/${PROJECT}/serviceAccounts/${ACCOUNT}`);
    await makeAccount();
    expect(cloud.inventory().bindings).toEqual([
      expect.stringMatching(/ deleted:serviceAccount:helix-1a2b3c4d@\S+\?uid=\d+$/),
    ]);
    standIn.faults.add('secretmanager.secrets.setIamPolicy', { failure: 'SERVICE_ACCOUNT_NOT_FOUND' });
    const [status, { error }] = await bind(ACCOUNT);
    expect([status, error?.message]).toEqual([400, `Service account ${ACCOUNT} does not exist.`]);
  });

  it('27, 28 and 29 keep repositories', async () => {
    cloud.registry.running.polls = 1;
    const created = await expectDone('POST', `${REPOSITORIES}?repositoryId=feed`, {
      format: 'DOCKER',
      labels: { a: 'b' },
    });
    expect([created['done'], (await call('GET', `${REPOSITORIES}/feed`))[0]]).toEqual([undefined, 404]);
    expect(await expectDone('GET', `/artifactregistry/v1/${String(created.name)}`)).toMatchObject({
      done: true,
    });
    cloud.registry.running.polls = 0;
    expect((await call('POST', `${REPOSITORIES}?repositoryId=feed`, { format: 'DOCKER' }))[0]).toBe(409);
    const repository = await expectDone('GET', `${REPOSITORIES}/feed`);
    expect(repository).toMatchObject({
      registryUri: `us-east1-docker.pkg.dev/${PROJECT}/feed`,
      format: 'DOCKER',
    });
    expect((await expectDone('GET', REPOSITORIES))['repositories']).toEqual([repository]);
    const edit = { labels: { a: 'c' }, description: 'not masked' };
    const patched = await expectDone('PATCH', `${REPOSITORIES}/feed?updateMask=labels`, edit);
    expect(patched).toMatchObject({ labels: { a: 'c' } });
    expect(patched).not.toHaveProperty('description');
    expect((await call('PATCH', `${REPOSITORIES}/feed?updateMask=format`, {}))[0]).toBe(400);
    cloud.registry.images.set(String(repository.name), ['api@sha256:0']);
    expect((await expectDone('GET', `${REPOSITORIES}/feed/dockerImages`))['dockerImages']).toHaveLength(1);
    await makeAccount();
    const bindings = [{ role: 'roles/artifactregistry.reader', members: [`serviceAccount:${ACCOUNT}`] }];
    await expectDone('POST', `${REPOSITORIES}/feed:setIamPolicy`, { policy: { bindings } });
    await expectDone('DELETE', `${REPOSITORIES}/feed`);
    expect(cloud.inventory()).toMatchObject({ repositories: [], bindings: [] });
    expect([...cloud.registry.images]).toEqual([]);
  });

  it('30 and 31 keep secrets', async () => {
    await makeSecret();
    expect((await call('POST', `${SECRETS}?secretId=token`, { replication: { automatic: {} } }))[0]).toBe(
      409,
    );
    const add = (value: string) =>
      expectDone('POST', `${SECRETS}/token:addVersion`, {
        payload: { data: Buffer.from(value).toString('base64') },
      });
    await add('first');
    expect((await add('second')).name).toBe(`projects/${PROJECT}/secrets/token/versions/2`);
    const latest = () => call('GET', `${SECRETS}/token/versions/latest:access`);
    expect(await latest()).toMatchObject([
      200,
      { payload: { data: Buffer.from('second').toString('base64') } },
    ]);
    expect(cloud.secrets.valueOf(`projects/${PROJECT}/secrets/token`)).toBe('second');
    expect(await expectDone('POST', `${SECRETS}/token/versions/1:destroy`)).toMatchObject({
      state: 'DESTROYED',
    });
    expect((await call('GET', `${SECRETS}/token/versions/1:access`))[0]).toBe(400);
    expect((await call('POST', `${SECRETS}/token/versions/1:enable`))[0]).toBe(400);
    expect((await call('GET', `${SECRETS}/token/versions/3`))[0]).toBe(404);
    await expectDone('POST', `${SECRETS}/token/versions/2:disable`);
    expect((await latest())[0]).toBe(400);
    await expectDone('DELETE', `${SECRETS}/token`);
    expect([(await latest())[0], cloud.inventory().secrets]).toEqual([404, []]);
  });

  it.each([401, 403, 404, 409, 429, 500, 503])('32 answers %d when a test asks for it', async (status) => {
    standIn.faults.add('compute.zones.get', { status });
    expect(await call('GET', ZONE)).toMatchObject([status, { error: { code: status } }]);
    expect((await call('GET', ZONE))[0]).toBe(200);
  });

  it('has an action for every operation that it knows, and no other', () => {
    const known = cloud.documents.flatMap(({ operations }) => operations.map(({ id }) => id));
    expect(Object.keys(cloud.handlers).sort()).toEqual([...known].sort());
  });
});

type Answer = JsonObject & {
  readonly name?: string;
  readonly status?: string;
  readonly error?: { readonly message: string; readonly status?: string };
};
