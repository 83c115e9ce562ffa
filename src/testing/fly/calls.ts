import { createHash } from 'node:crypto';
import type { components } from '../../adapters/fly/generated/api';
import type { Clock } from '../../ports/clock';
import { instanceId, machineAnswer, stateAt, volumeAnswer } from './answers';
import type { StoredApp } from './app-parts';
import { mounts } from './fly-world';
import type { FlyWorld } from './fly-world';
import { notFound, Refused } from './refused';

type Schemas = components['schemas'];

/** A call that was let through: its values are those that the document allows. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly nonce: string | null;
  /** The organization of the token. */
  readonly org: string;
  /** The one app that the token is for; null: all of the organization. */
  readonly onlyApp: string | null;
  readonly signal: AbortSignal;
}

export interface Result {
  readonly status?: number;
  readonly body: unknown;
}

type Handler = (call: Call) => Result | Promise<Result>;

const OK: Result = { body: { ok: true } };
/** How often a wait looks again. */
const LOOK_MS = 50;

/** Returns what each call does, by its `operationId`. */
export function flyCalls(world: FlyWorld, clock: Clock): Readonly<Record<string, Handler>> {
  const appOf = ({ params, org, onlyApp }: Call): StoredApp => {
    const app = world.apps.get(params['app'] ?? '');
    // A token of one app sees no other.
    if (app === undefined || (onlyApp !== null && onlyApp !== app.name)) throw notFound('app');
    if (app.org !== org) throw new Refused(403, 'the app belongs to another organization', 'unauthorized');
    return app;
  };
  const machineOf = (call: Call) => {
    const app = appOf(call);
    return { app, machine: world.machine(app, call.params['machine'] ?? '') };
  };
  /** A machine to be changed: it lives, and the caller may. */
  const heldMachine = (call: Call) => {
    const found = machineOf(call);
    if (stateAt(found.machine, world.now) === 'destroyed') throw notFound('machine');
    world.assertLease(found.machine, call.nonce);
    return found;
  };
  const volumeOf = (call: Call) => {
    const app = appOf(call);
    return { app, volume: world.volume(app, call.params['volume'] ?? '') };
  };
  return {
    listApps: ({ query, org, onlyApp }) => {
      if (onlyApp !== null) throw new Refused(403, 'this token is for one app', 'unauthorized');
      if (query.get('org_slug') !== org)
        throw new Refused(403, 'not a member of that organization', 'unauthorized');
      const apps = [...world.apps.values()].filter((app) => app.org === org);
      return {
        body: {
          total_apps: apps.length,
          apps: apps.map((app) => ({
            id: app.name,
            name: app.name,
            machine_count: world.living(app).length,
          })),
        },
      };
    },
    createApp: ({ body, org, onlyApp }) => {
      const { app_name: name, org_slug: slug } = body as Schemas['CreateAppRequest'];
      if (onlyApp !== null || slug !== org)
        throw new Refused(403, 'not allowed to create an app there', 'unauthorized');
      world.createApp(name, org);
      return { status: 201, body: { id: name, created_at: clock.now().getTime() } };
    },
    getApp: (call) => {
      const { name, org } = appOf(call);
      return { body: { id: name, name, status: 'deployed', organization: { name: org, slug: org } } };
    },
    deleteApp: (call) => {
      world.deleteApp(appOf(call));
      return { status: 202, body: { ok: true } };
    },
    listIps: (call) => ({
      body: {
        ips: appOf(call).addresses.map(({ ip, type }) => ({
          ip,
          region: 'global',
          shared: type === 'shared_v4',
        })),
      },
    }),
    assignIp: (call) => {
      const { ip, type } = world.assign(appOf(call), (call.body as Schemas['AssignIpRequest']).type);
      return { body: { ip, region: 'global', shared: type === 'shared_v4' } };
    },
    releaseIp: (call) => {
      world.release(appOf(call), call.params['ip'] ?? '');
      return OK;
    },
    listSecrets: (call) => ({
      body: {
        secrets: [...appOf(call).secrets].map(([name, value]) => ({
          name,
          digest: createHash('sha256').update(value).digest('hex').slice(0, 16),
        })),
      },
    }),
    setSecrets: (call) => ({
      body: {
        Version: world.setSecrets(appOf(call), (call.body as Schemas['SetSecretsRequest']).values),
      },
    }),
    listVolumes: (call) => {
      const app = appOf(call);
      return { body: app.volumes.map((volume) => volumeAnswer(volume, app)) };
    },
    createVolume: (call) => {
      const app = appOf(call);
      const volume = world.createVolume(app, call.body as Schemas['CreateVolumeRequest']);
      return { body: volumeAnswer(volume, app) };
    },
    getVolume: (call) => {
      const { app, volume } = volumeOf(call);
      return { body: volumeAnswer(volume, app) };
    },
    deleteVolume: (call) => {
      const { app, volume } = volumeOf(call);
      world.deleteVolume(app, volume);
      return { body: volumeAnswer(volume, app) };
    },
    extendVolume: (call) => {
      const { app, volume } = volumeOf(call);
      world.extend(volume, (call.body as Schemas['ExtendRequest']).size_gb);
      return { body: { needs_restart: false, volume: volumeAnswer(volume, app) } };
    },
    listMachines: (call) => {
      const wanted = [...call.query].filter(([name]) => name.startsWith('metadata.'));
      const found = world
        .living(appOf(call))
        .filter(({ config }) =>
          wanted.every(([name, value]) => config.metadata?.[name.slice('metadata.'.length)] === value),
        );
      return { body: found.map((machine) => machineAnswer(machine, world.now)) };
    },
    createMachine: (call) => {
      const machine = world.createMachine(appOf(call), call.body as Schemas['CreateMachineRequest']);
      return { body: machineAnswer(machine, world.now) };
    },
    getMachine: (call) => ({ body: machineAnswer(machineOf(call).machine, world.now) }),
    updateMachine: (call) => {
      const { app, machine } = heldMachine(call);
      world.updateMachine(app, machine, call.body as Schemas['UpdateMachineRequest']);
      return { body: machineAnswer(machine, world.now) };
    },
    deleteMachine: (call) => {
      const { machine } = heldMachine(call);
      world.destroy(machine, call.query.get('force') === 'true');
      return OK;
    },
    startMachine: (call) => {
      const { app, machine } = heldMachine(call);
      world.start(app, machine);
      return OK;
    },
    stopMachine: (call) => {
      world.stop(heldMachine(call).machine);
      return OK;
    },
    restartMachine: (call) => {
      const { app, machine } = heldMachine(call);
      world.start(app, machine);
      return OK;
    },
    waitMachine: async (call) => {
      const { machine } = machineOf(call);
      const wanted = call.query.get('state');
      const until = world.now + Number(call.query.get('timeout') ?? 60) * 1000;
      const version = call.query.get('instance_id');
      if (version !== null && version !== instanceId(machine)) {
        throw new Refused(412, 'machine has another version', 'version_mismatch');
      }
      while (stateAt(machine, world.now) !== wanted) {
        if (world.now >= until || call.signal.aborted) {
          throw new Refused(408, `deadline_exceeded: machine failed to reach desired state, ${wanted ?? ''}`);
        }
        await clock.sleep(LOOK_MS);
      }
      return OK;
    },
    setMetadata: (call) => {
      const { machine } = machineOf(call);
      const { value } = call.body as Schemas['MetadataValue'];
      const metadata = { ...machine.config.metadata, [call.params['key'] ?? '']: value };
      machine.config = { ...machine.config, metadata };
      return OK;
    },
    takeLease: (call) => {
      const { machine } = machineOf(call);
      const nonce = world.takeLease(machine, (call.body as Schemas['LeaseRequest']).ttl);
      return {
        status: 201,
        body: { status: 'success', data: { nonce, expires_at: 1, owner: 'helix', description: '' } },
      };
    },
    releaseLease: (call) => {
      const { machine } = machineOf(call);
      world.assertLease(machine, call.nonce);
      machine.lease = null;
      return OK;
    },
    readLogs: (call) => {
      const app = appOf(call);
      const after = Number(call.query.get('next_token') ?? 0);
      const data = app.log.slice(after).map(({ at, message }, index) => ({
        id: `${after + index}`,
        attributes: {
          timestamp: new Date(at).toISOString(),
          message,
          level: 'info',
          instance: 'm',
          region: 'iad',
        },
      }));
      return { body: { data, meta: { next_token: `${app.log.length}` } } };
    },
  };
}

/** Whether an app can be reached from where: an address alone does not suffice, nor does a service alone. */
export function isReachable(app: StoredApp, from: 'internet' | 'organization'): boolean {
  const isServed = app.machines.some(
    ({ config, state }) => state === 'started' && (config.services ?? []).length > 0,
  );
  const types = from === 'internet' ? ['v4', 'shared_v4', 'v6'] : ['private_v6'];
  return isServed && app.addresses.some(({ type }) => types.includes(type));
}

/** The volumes that nobody deleted and no machine mounts. */
export function looseVolumes(world: FlyWorld, app: StoredApp): readonly string[] {
  const used = world.living(app).flatMap(({ config }) => mounts(config));
  return app.volumes
    .filter(({ id, deletedAt }) => deletedAt === null && !used.includes(id))
    .map(({ id }) => id);
}
