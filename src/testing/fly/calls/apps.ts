import { createHash } from 'node:crypto';
import type { components } from '../../../adapters/fly/generated/api';
import { Refused } from '../refused';
import { appOf, OK } from './call';
import type { Handler } from './call';

type Schemas = components['schemas'];

/** The calls about apps, their addresses, their secrets and their logs. */
export const APP_CALLS = {
  listApps: ({ world }, { query, rights: { org, onlyApp } }) => {
    if (onlyApp !== null) throw new Refused(403, 'this token is for one app', 'unauthorized');
    if (query.get('org_slug') !== org)
      throw new Refused(403, 'not a member of the organization', 'unauthorized');
    const apps = [...world.apps.values()]
      .filter((app) => app.org === org)
      .map((app) => ({ id: app.name, name: app.name, machine_count: world.machines.living(app).length }));
    return { body: { total_apps: apps.length, apps } };
  },
  createApp: ({ world, clock }, { body, rights: { org, onlyApp } }) => {
    const { app_name: name, org_slug: slug } = body as Schemas['CreateAppRequest'];
    if (onlyApp !== null || slug !== org)
      throw new Refused(403, 'not allowed to create an app there', 'unauthorized');
    world.createApp(name, org);
    return { status: 201, body: { id: name, created_at: clock.now().getTime() } };
  },
  getApp: (service, call) => {
    const { name, org, goneAt } = appOf(service, call, true);
    const status = goneAt === null ? 'deployed' : 'deleting';
    return { body: { id: name, name, status, organization: { name: org, slug: org } } };
  },
  deleteApp: (service, call) => {
    service.world.deleteApp(appOf(service, call, true));
    return { status: 202, body: { ok: true } };
  },
  listIps: (service, call) => ({
    body: { ips: appOf(service, call).addresses.map(({ ip, type }) => addressAnswer(ip, type)) },
  }),
  assignIp: (service, call) => {
    const { type: wanted } = call.body as Schemas['AssignIpRequest'];
    const { ip, type } = service.world.assign(appOf(service, call), wanted);
    return { body: addressAnswer(ip, type) };
  },
  releaseIp: (service, call) => {
    service.world.release(appOf(service, call), call.params['ip'] ?? '');
    return OK;
  },
  listSecrets: (service, call) => {
    const values = appOf(service, call).secrets.at(-1)?.values ?? {};
    const secrets = Object.entries(values).map(([name, value]) => ({ name, digest: digestOf(value) }));
    return { body: { secrets } };
  },
  setSecrets: (service, call) => {
    const { values } = call.body as Schemas['SetSecretsRequest'];
    return { body: { Version: service.world.setSecrets(appOf(service, call), values) } };
  },
  readLogs: (service, call) => {
    const { log } = appOf(service, call);
    const after = Number(call.query.get('next_token') ?? 0);
    const wanted = call.query.get('instance');
    const data = log.flatMap(({ at, machine, region, message }, id) => {
      if (id < after || (wanted !== null && wanted !== machine)) return [];
      const timestamp = new Date(at).toISOString();
      return [{ id: `${id}`, attributes: { timestamp, message, level: 'info', instance: machine, region } }];
    });
    return { body: { data, meta: { next_token: `${log.length}` } } };
  },
} satisfies Readonly<Record<string, Handler>>;

function addressAnswer(ip: string, type: string) {
  return { ip, region: 'global', shared: type === 'shared_v4' };
}

function digestOf(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 16);
}
