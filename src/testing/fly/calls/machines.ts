import type { components } from '../../../adapters/fly/generated/api';
import { Refused } from '../refused';
import { machineAnswer } from '../world/answers';
import { instanceId } from '../world/machine-states';
import type { StoredMachine } from '../world/stored';
import { appOf, heldMachine, machineOf, OK } from './call';
import type { Handler, Result, Service } from './call';

type Schemas = components['schemas'];
const METADATA = 'metadata.';
/** The interval at which a wait looks again. */
const POLL_MS = 100;

/** The calls about machines. */
export const MACHINE_CALLS = {
  listMachines: (service, call) => {
    const wanted = [...call.query].filter(([name]) => name.startsWith(METADATA));
    const region = call.query.get('region');
    const found = service.world.machines
      .living(appOf(service, call))
      .filter((machine) => region === null || machine.region === region)
      .filter(({ config }) =>
        wanted.every(([name, value]) => config.metadata?.[name.slice(METADATA.length)] === value),
      );
    return { body: found.map((machine) => answer(service, machine).body) };
  },
  createMachine: (service, call) => {
    const { world } = service;
    return answer(
      service,
      world.machines.create(appOf(service, call), call.body as Schemas['CreateMachineRequest']),
    );
  },
  getMachine: (service, call) => answer(service, machineOf(service, call).machine),
  updateMachine: (service, call) => {
    const { app, machine } = heldMachine(service, call);
    service.world.machines.update(app, machine, call.body as Schemas['UpdateMachineRequest']);
    return answer(service, machine);
  },
  deleteMachine: (service, call) => {
    const { app, machine } = heldMachine(service, call);
    service.world.machines.destroy(app, machine, call.query.get('force') === 'true');
    return OK;
  },
  startMachine: (service, call) => {
    const { app, machine } = heldMachine(service, call);
    service.world.machines.start(app, machine);
    return OK;
  },
  stopMachine: (service, call) => {
    service.world.machines.stop(heldMachine(service, call).machine);
    return OK;
  },
  restartMachine: (service, call) => {
    const { app, machine } = heldMachine(service, call);
    service.world.machines.restart(app, machine);
    return OK;
  },
  waitMachine: async (service, call) => {
    const { machine } = machineOf(service, call);
    const { world, clock } = service;
    const wanted = call.query.get('state') ?? '';
    const until = world.now + Number(call.query.get('timeout') ?? 60) * 1000;
    const version = call.query.get('instance_id');
    while (world.machines.stateOf(machine) !== wanted) {
      if (version !== null && version !== instanceId(machine)) {
        throw new Refused(412, 'the machine has another version', 'version_mismatch');
      }
      if (world.now >= until || call.signal.aborted) {
        const message = `deadline_exceeded: machine failed to reach desired state, ${wanted}`;
        throw new Refused(408, message, 'deadline_exceeded');
      }
      await clock.sleep(POLL_MS);
    }
    return OK;
  },
  setMetadata: (service, call) => {
    const { machine } = heldMachine(service, call);
    const { value } = call.body as Schemas['MetadataValue'];
    const metadata = { ...machine.config.metadata, [call.params['key'] ?? '']: value };
    machine.config = { ...machine.config, metadata };
    return OK;
  },
  takeLease: (service, call) => {
    const { machine } = machineOf(service, call);
    const { ttl, description } = call.body as Schemas['LeaseRequest'];
    const { nonce, description: why } = service.leases.take(machine, ttl, description);
    const expiresAt = Math.floor(service.clock.now().getTime() / 1000) + ttl;
    const data = { nonce, expires_at: expiresAt, owner: `owner@${call.rights.org}`, description: why };
    return { status: 201, body: { status: 'success', data } };
  },
  releaseLease: (service, call) => {
    service.leases.release(machineOf(service, call).machine, call.nonce);
    return OK;
  },
} satisfies Readonly<Record<string, Handler>>;

function answer({ world, timings }: Service, machine: StoredMachine): Result {
  return { body: machineAnswer(world, machine, timings) };
}
