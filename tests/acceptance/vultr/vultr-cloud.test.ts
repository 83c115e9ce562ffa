import type { Json, JsonObject } from '../../../src/values/json';
import { StandIn } from '../stand-in/stand-in';
import { KEY, VultrCloud } from './cloud/vultr-cloud';

const INSTANCE = { region: 'ewr', plan: 'vc2-1c-1gb', os_id: 2284 };
const RULE = { ip_type: 'v4', protocol: 'tcp', subnet: '0.0.0.0', subnet_size: 0, port: '80' };

describe('the stand-in of Vultr', () => {
  let cloud: VultrCloud;
  let standIn: StandIn;
  beforeEach(async () => {
    cloud = new VultrCloud();
    standIn = await StandIn.start(cloud);
  });
  afterEach(async () => {
    await standIn.stop();
  });

  async function call(method: string, path: string, body?: JsonObject, key = KEY) {
    const response = await fetch(`${standIn.url}/v2/${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, Json> };
  }
  const make = async (path: string, key: string, body: JsonObject) =>
    ((await call('POST', path, body)).body[key] as { id: string }).id;

  it('1: lets in who has the key', async () => {
    expect((await call('GET', 'account', undefined, 'x')).status).toBe(401);
    expect((await call('GET', 'account')).status).toBe(200);
  });

  it('2: makes instances in groups that exist', async () => {
    expect((await call('POST', 'instances', { ...INSTANCE, firewall_group_id: 'x' })).status).toBe(404);
    expect(await call('GET', 'instances/x')).toEqual({
      status: 404,
      body: { error: 'instance not found', status: 404 },
    });
  });

  it('3: lists instances by tag, in pages', async () => {
    for (let at = 0; at < 3; at += 1) await make('instances', 'instance', { ...INSTANCE, tags: ['a'] });
    await make('instances', 'instance', INSTANCE);
    const first = await call('GET', 'instances?tag=a&per_page=2');
    const { next } = (first.body['meta'] as { links: { next: string } }).links;
    const second = await call('GET', `instances?tag=a&per_page=2&cursor=${next}`);
    expect([first, second].map(({ body }) => (body['instances'] as Json[]).length)).toEqual([2, 1]);
    expect(second.body['meta']).toMatchObject({ links: { next: '' } });
  });

  it('4, 5: keeps a group that is used, and takes a rule once', async () => {
    const group = await make('firewalls', 'firewall_group', { description: 'web' });
    expect((await call('POST', `firewalls/${group}/rules`, RULE)).status).toBe(201);
    expect((await call('POST', `firewalls/${group}/rules`, RULE)).status).toBe(400);
    const id = await make('instances', 'instance', { ...INSTANCE, firewall_group_id: group });
    expect((await call('DELETE', `firewalls/${group}`)).status).toBe(400);
    await call('DELETE', `instances/${id}`);
    expect((await call('DELETE', `firewalls/${group}`)).status).toBe(204);
    expect(cloud.leftOver()).toEqual([]);
  });

  it('6: keeps block storage when its instance goes', async () => {
    const id = await make('instances', 'instance', INSTANCE);
    const block = await make('blocks', 'block', { region: 'ewr', size_gb: 10 });
    await call('POST', `blocks/${block}/attach`, { instance_id: id });
    await call('DELETE', `instances/${id}`);
    expect((await call('GET', `blocks/${block}`)).body['block']).toMatchObject({ attached_to_instance: '' });
    expect((await call('DELETE', `blocks/${block}`)).status).toBe(204);
  });

  it('7: runs until it is halted, and again once it is started or rebooted', async () => {
    const id = await make('instances', 'instance', INSTANCE);
    const states: Json[] = [];
    for (const verb of ['halt', 'start', 'halt', 'reboot']) {
      expect((await call('POST', `instances/${id}/${verb}`)).status).toBe(204);
      states.push(((await call('GET', `instances/${id}`)).body['instance'] as JsonObject)['power_status']!);
    }
    expect(states).toEqual(['stopped', 'running', 'stopped', 'running']);
  });
});
