import type { JsonObject } from '../../../src/values/json';
import { StandIn } from '../stand-in/stand-in';
import { DigitalOceanCloud, TOKEN } from './cloud/digitalocean-cloud';

const DROPLET = { name: 'web', region: 'fra1', size: 's-1vcpu-1gb', image: 'ubuntu-24-04-x64' };
const RULE = { protocol: 'tcp', ports: '80', sources: { addresses: ['0.0.0.0/0'] } };

describe('the stand-in of DigitalOcean', () => {
  let cloud: DigitalOceanCloud;
  let standIn: StandIn;
  beforeEach(async () => {
    cloud = new DigitalOceanCloud();
    standIn = await StandIn.start(cloud);
  });
  afterEach(async () => {
    await standIn.stop();
  });

  async function call(method: string, path: string, body?: JsonObject, token = TOKEN) {
    const response = await fetch(`${standIn.url}/v2/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as never };
  }
  const make = async (kind: string, body: JsonObject) => {
    const made = (await call('POST', kind, body)).body as Record<string, { id: number | string }>;
    return made[kind.slice(0, -1)]!.id;
  };

  it('1, 2: lets in who has the token', async () => {
    expect((await call('GET', 'account', undefined, 'x')).status).toBe(401);
    expect(await call('GET', 'account')).toMatchObject({
      status: 200,
      body: { account: { status: 'active' } },
    });
  });

  it('3: makes a droplet that becomes active', async () => {
    cloud.operations.polls = 2;
    const id = await make('droplets', DROPLET);
    const statuses: string[] = [];
    for (let at = 0; at < 3; at += 1)
      statuses.push((await call('GET', `droplets/${id}`)).body['droplet']['status']);
    expect(statuses).toEqual(['new', 'active', 'active']);
  });

  it('4: refuses sizes that do not exist, and what a test refuses', async () => {
    expect((await call('POST', 'droplets', { ...DROPLET, size: 'huge' })).status).toBe(422);
    standIn.faults.add('droplets.create', { failure: 'no capacity' });
    expect(await call('POST', 'droplets', DROPLET)).toMatchObject({
      status: 422,
      body: { message: 'no capacity' },
    });
    expect(cloud.droplets.size).toBe(0);
  });

  it('5, 6: finds droplets by tags, which they make, in pages', async () => {
    await call('POST', 'tags', { name: 'Ours' });
    for (let at = 0; at < 3; at += 1) await make('droplets', { ...DROPLET, tags: ['ours'] });
    await make('droplets', DROPLET);
    expect([...cloud.tags.keys()]).toEqual(['Ours']);
    const first = await call('GET', 'droplets?tag_name=Ours&per_page=2');
    expect(first.body['droplets']).toHaveLength(2);
    const { pathname, search } = new URL(first.body['links']['pages']['next']);
    const second = await call('GET', `${pathname.slice('/v2/'.length)}${search}`);
    expect(second.body['droplets']).toHaveLength(1);
    expect(second.body['links']).toEqual({});
  });

  it('7: resizes a droplet that is off, and makes no disk smaller', async () => {
    const id = await make('droplets', { ...DROPLET, size: 's-2vcpu-4gb' });
    const act = (body: JsonObject) => call('POST', `droplets/${id}/actions`, body);
    expect((await act({ type: 'resize', size: 's-4vcpu-8gb', disk: true })).status).toBe(422);
    await act({ type: 'power_off' });
    expect((await act({ type: 'power_off' })).status).toBe(422);
    expect((await act({ type: 'resize', size: 's-1vcpu-1gb', disk: true })).status).toBe(422);
    const resized = await act({ type: 'resize', size: 's-4vcpu-8gb', disk: true });
    expect((await call('GET', `actions/${String(resized.body['action']['id'])}`)).status).toBe(200);
    expect((await call('GET', `droplets/${id}`)).body['droplet']).toMatchObject({ disk: 160, status: 'off' });
  });

  it('8, 10: keeps the volumes and tags of a droplet that is deleted', async () => {
    const volume = await make('volumes', { name: 'data', region: 'fra1', size_gigabytes: 10 });
    expect((await call('POST', 'volumes', { name: 'data', region: 'fra1', size_gigabytes: 1 })).status).toBe(
      409,
    );
    const id = await make('droplets', { ...DROPLET, volumes: [volume], tags: ['a'] });
    expect((await call('DELETE', `volumes/${volume}`)).status).toBe(409);
    await call('POST', `volumes/${volume}/actions`, { type: 'resize', size_gigabytes: 20 });
    expect((await call('DELETE', `droplets/${id}`)).status).toBe(204);
    expect((await call('GET', 'volumes?name=data')).body['volumes']).toMatchObject([
      { size_gigabytes: 20, droplet_ids: [] },
    ]);
    expect((await call('DELETE', `volumes/${volume}`)).status).toBe(204);
    expect([...cloud.tags]).toEqual([['a', new Set()]]);
  });

  it('9: makes firewalls for tags that exist, by names of their own', async () => {
    const wall = { name: 'web', inbound_rules: [RULE], tags: ['a'] };
    expect((await call('POST', 'firewalls', wall)).status).toBe(422);
    await call('POST', 'tags', { name: 'a' });
    const id = await make('firewalls', wall);
    expect((await call('POST', 'firewalls', wall)).status).toBe(409);
    expect((await call('PUT', `firewalls/${id}`, { name: 'web', outbound_rules: [] })).status).toBe(200);
    expect((await call('GET', `firewalls/${id}`)).body['firewall']).not.toHaveProperty('inbound_rules');
  });

  it('11, 12: takes a deleted tag from all that had it, and knows nothing else', async () => {
    const id = await make('droplets', { ...DROPLET, tags: ['a', 'b'] });
    expect((await call('DELETE', 'tags/a')).status).toBe(204);
    expect((await call('GET', `droplets/${id}`)).body['droplet']['tags']).toEqual(['b']);
    for (const path of ['tags/a', 'droplets/1', 'firewalls/x', 'volumes/x', 'actions/1']) {
      expect((await call('GET', path)).status).toBe(404);
    }
  });
});
