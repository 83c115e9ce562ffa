import { PassingClock } from '../../passing-clock';
import { FlyStandIn } from '../fly-stand-in';
import { serveFly } from '../serve';
import type { ServedFly } from '../serve';
import { TOKEN } from '../tokens';

const CONFIG = { image: `docker.io/acme/api@sha256:${'0'.repeat(64)}` };

describe('a served stand-in of Fly', () => {
  let standIn: FlyStandIn;
  let served: ServedFly;
  beforeEach(async () => {
    standIn = new FlyStandIn({ clock: new PassingClock() });
    served = await serveFly(standIn);
  });
  afterEach(() => served.close());

  async function call(method: string, path: string, body?: unknown) {
    const response = await fetch(`${served.url}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: (await response.json()) as Readonly<Record<string, unknown>> };
  }

  it('starts a machine in an app, and forgets both when the app is deleted', async () => {
    expect(await call('POST', '/apps', { app_name: 'shop', org_slug: 'personal' })).toMatchObject({
      status: 201,
    });
    const { json: machine } = await call('POST', '/apps/shop/machines', { config: CONFIG });
    const at = `/apps/shop/machines/${machine['id'] as string}`;
    expect(await call('GET', `${at}/wait?state=started&timeout=60`)).toMatchObject({ status: 200 });
    expect((await call('GET', at)).json['state']).toBe('started');
    expect(await call('DELETE', '/apps/shop')).toMatchObject({ status: 202 });
    expect(await call('GET', at)).toMatchObject({ status: 404 });
    expect(standIn.violations).toEqual([]);
  });

  it('1: answers 400 to a request that the document does not allow, and records it', async () => {
    const { status, json } = await call('POST', '/apps', { app_name: 'shop', org: 'personal' });
    expect([status, json['error']]).toEqual([400, expect.stringContaining('org_slug')]);
    expect(standIn.violations).toEqual([json['error']]);
  });

  it('breaks the connection where a fault asks for that', async () => {
    standIn.faults.rules = [{ fault: { kind: 'drop-after-commit' }, next: 1 }];
    await expect(call('POST', '/apps', { app_name: 'mill', org_slug: 'personal' })).rejects.toThrow(
      'fetch failed',
    );
    expect(await call('GET', '/apps/mill')).toMatchObject({ status: 200 });
  });
});
